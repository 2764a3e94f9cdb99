import type { Answer } from '../../answer.ts';
import { DeadEnd } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { redirect } from '../../oauth/redirect.ts';
import { resumeFederation } from '../resume-federation.ts';
import { FederationError } from '../trace.ts';
import { oidcCallbackPath } from './begin-oidc.ts';
import { finishOidc } from './finish-oidc.ts';

/** `GET /oauth2/idpresponse`: a provider's answer, in the browser that was sent there. */
export async function idpResponse(request: DomainRequest): Promise<Answer> {
  const [state, ...more] = request.query.getAll('state');
  if (!state || more.length > 0) throw new DeadEnd('unsolicited');
  return resumeFederation(request, state, async (resumed) => {
    if (resumed.provider.ProviderType !== 'SAML') return finishOidc(request, state, resumed);
    throw new FederationError('Invalid response from identity provider', {
      text: 'A SAML provider was asked, and the answer came by OpenID Connect.',
      remedy: 'Begin again in the app.',
    });
  });
}

/**
 * `POST /oauth2/idpresponse`: the same as a form, as Apple sends it. It comes from another site and so without the
 * browser's cookies, which come with the redirect to this very address.
 */
export async function idpResponseForm(request: DomainRequest): Promise<Answer> {
  const form = await request.form();
  const answer = new URLSearchParams();
  for (const name of ['state', 'code', 'iss', 'error', 'error_description']) {
    for (const value of form.getAll(name)) answer.append(name, value);
  }
  const { headers, ...rest } = redirect(`${request.basePath}${oidcCallbackPath}?${answer}`);
  return { ...rest, headers, status: 303 };
}

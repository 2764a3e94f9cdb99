import type { Answer } from '../../answer.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import type { AuthorizationRequest } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { redirect } from '../../oauth/redirect.ts';
import { beginPending } from '../pending-sign-in.ts';
import type { TraceRecorder } from '../trace.ts';
import { findMetadata } from './find-metadata.ts';
import { redirectTo } from './redirect-binding.ts';
import { authnRequest } from './requests.ts';
import { assertionConsumerUrl, entityIdOf } from './service-provider.ts';
import { signingCertificate } from './signing-certificate.ts';

/** Sends the browser to a SAML provider with an AuthnRequest, signed where the provider wants that. Throws FederationError. */
export async function beginSaml(
  request: DomainRequest,
  authorization: AuthorizationRequest,
  provider: IdentityProvider,
  trace: TraceRecorder,
): Promise<Answer> {
  const { cognito, pool } = request;
  const metadata = await findMetadata(cognito, provider, trace);
  const { id, xml } = authnRequest({
    issuer: entityIdOf(pool.id),
    destination: metadata.ssoUrl,
    assertionConsumerUrl: assertionConsumerUrl(request),
    isForced: authorization.prompt.has('login'),
    now: cognito.clock(),
  });
  const isSigned = provider.ProviderDetails.RequestSigningAlgorithm !== undefined;
  const signWith = isSigned ? (await signingCertificate(cognito, pool.id)).privateKey : undefined;
  const { state, cookie } = beginPending(request, authorization, provider, {
    traceId: trace.id,
    requestId: id,
  });
  trace.step('request', `Sent the browser to ${metadata.ssoUrl} with an AuthnRequest.`, {
    requestId: id,
    entityId: entityIdOf(pool.id),
    assertionConsumerServiceUrl: assertionConsumerUrl(request),
    signed: isSigned ? 'rsa-sha256' : 'no',
  });
  return redirect(redirectTo({ destination: metadata.ssoUrl, xml, relayState: state, signWith }), [cookie]);
}

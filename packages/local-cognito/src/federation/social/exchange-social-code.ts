import { authorizationCodeGrant, fetchProtectedResource } from 'openid-client';
import type { Cognito } from '../../cognito.ts';
import type { CodeExchange, ExchangedCode } from '../oidc/exchange-code.ts';
import { fetchAs } from '../oidc/fetch-as.ts';
import { configure, type OAuthServer } from '../oidc/oidc-server.ts';
import { FederationError } from '../trace.ts';

/**
 * Exchanges the code of a provider that has no ID tokens, and asks it who signed in. Throws what openid-client throws,
 * and a `FederationError` for an answer that names nobody.
 */
export async function exchangeSocialCode(
  cognito: Cognito,
  {
    server,
    url,
    state,
    pending,
    trace,
    progress,
    subjectClaim,
  }: CodeExchange<OAuthServer> & { subjectClaim: string },
): Promise<ExchangedCode> {
  const tokens = await authorizationCodeGrant(
    configure(cognito, server, fetchAs(cognito.fetch, 'token', { progress })),
    url,
    {
      expectedState: state,
      ...(pending.codeVerifier !== undefined && { pkceCodeVerifier: pending.codeVerifier }),
    },
  );
  trace.step('token', 'The provider exchanged the code for an access token.');
  const attributes = await fetchProtectedResource(
    configure(cognito, server, fetchAs(cognito.fetch, 'userInfo', { progress })),
    tokens.access_token,
    new URL(server.metadata.userinfo_endpoint ?? ''),
    'GET',
  );
  const userInfo = await readPerson(attributes, subjectClaim);
  return { subject: String(userInfo[subjectClaim]), tokenResponse: { ...tokens }, idToken: {}, userInfo };
}

async function readPerson(response: Response, subjectClaim: string): Promise<Record<string, unknown>> {
  const person: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  if (typeof person === 'object' && person !== null) {
    const claims = person as Record<string, unknown>;
    const subject = claims[subjectClaim];
    if (typeof subject === 'string' || typeof subject === 'number') return claims;
  }
  throw new FederationError('Bad user info', {
    text: `The provider answered with status ${response.status} and no ${subjectClaim} when it was asked who signed in.`,
    remedy: "Check authorize_scopes and the client's rights at the provider.",
  });
}

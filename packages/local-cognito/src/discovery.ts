import type { Cognito } from './cognito.ts';
import { domainsOf } from './domains/domain.ts';
import { resourceNotFound } from './wire/errors.ts';

/**
 * What a pool publishes about itself under `<issuer>/.well-known/`: its keys and its OpenID configuration (OpenID
 * Connect Discovery 1.0 §3), with the endpoints of its domain as far as it has one. They are given by path, which
 * every client can resolve, on the `origin` where it asked; one that asked at the domain's own host gets that. `undefined`:
 * no such document.
 */
export async function wellKnownDocument(
  cognito: Cognito,
  poolId: string,
  name: string,
  { origin, domainUrl }: { origin: string; domainUrl?: string | undefined },
): Promise<object | undefined> {
  if (name !== 'jwks.json' && name !== 'openid-configuration') return undefined;
  if (!cognito.store.pools.get(poolId)) throw resourceNotFound(`User pool ${poolId} does not exist.`);
  if (name === 'jwks.json') return cognito.tokens.jwks(poolId);
  const [domain] = domainsOf(cognito, poolId);
  const issuer = `${cognito.issuerBase()}/${poolId}`;
  return {
    issuer,
    ...(domain && endpointsAt(domainUrl ?? `${origin}/domains/${domain.Domain}`, dcrIsOn(cognito, poolId))),
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

function endpointsAt(base: string, canRegister: boolean) {
  return {
    authorization_endpoint: `${base}/oauth2/authorize`,
    token_endpoint: `${base}/oauth2/token`,
    userinfo_endpoint: `${base}/oauth2/userInfo`,
    revocation_endpoint: `${base}/oauth2/revoke`,
    end_session_endpoint: `${base}/logout`,
    ...(canRegister && { registration_endpoint: `${base}/oauth2/register` }),
  };
}

const dcrIsOn = ({ store }: Cognito, poolId: string) =>
  store.pools.get(poolId)?.pool.DcrConfiguration?.EnableStatus === 'Enabled';

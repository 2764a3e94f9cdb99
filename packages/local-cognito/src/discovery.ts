import type { Cognito } from './cognito.ts';
import { resourceNotFound } from './wire/errors.ts';

/**
 * What a pool publishes about itself under `<issuer>/.well-known/`: its keys and its OpenID configuration (OpenID
 * Connect Discovery 1.0 §3) with the endpoints that this server has. `undefined`: no such document.
 */
export async function wellKnownDocument(
  cognito: Cognito,
  poolId: string,
  name: string,
): Promise<object | undefined> {
  if (name !== 'jwks.json' && name !== 'openid-configuration') return undefined;
  if (!cognito.store.pools.get(poolId)) throw resourceNotFound(`User pool ${poolId} does not exist.`);
  if (name === 'jwks.json') return cognito.tokens.jwks(poolId);
  const issuer = `${cognito.issuerBase()}/${poolId}`;
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

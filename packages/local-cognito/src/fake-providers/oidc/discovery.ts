import type { FakeProvider } from '../fake-provider.ts';

/** OpenID Connect Discovery 1.0 §3. */
export function discoveryDocument(provider: FakeProvider) {
  const issuer = provider.base();
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/end-session`,
    scopes_supported: ['openid', 'profile', 'email', 'groups'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'select_account', 'consent'],
    authorization_response_iss_parameter_supported: true,
    claims_supported: [
      'sub',
      'name',
      'given_name',
      'family_name',
      'preferred_username',
      'email',
      'email_verified',
      'groups',
      'auth_time',
      'acr',
    ],
  };
}

/** The provider's public key; the one before it is not there any more. */
export async function jwks({ keys }: FakeProvider) {
  const { kid, publicKey, certificate } = await keys.get('current');
  return {
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig', x5c: [certificate] }],
  };
}

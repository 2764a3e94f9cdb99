import type { Cognito } from '../../cognito.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { type OAuthServer, type OidcServer, signatureAlgorithms } from '../oidc/oidc-server.ts';
import type { SocialEndpoint, SocialType } from '../social-endpoints.ts';
import { appleClientSecret } from './apple-client-secret.ts';

/** What `ProviderDetails` do not say: who signs the ID tokens of those that have them. */
const openIdEndpoints: Partial<
  Record<SocialType, Required<Pick<SocialEndpoint, 'issuer' | 'jwksUri'>> & SocialEndpoint>
> = {
  Google: {
    issuer: 'https://accounts.google.com',
    jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
    attributesUrl: 'https://openidconnect.googleapis.com/v1/userinfo',
  },
  SignInWithApple: {
    issuer: 'https://appleid.apple.com',
    jwksUri: 'https://appleid.apple.com/auth/keys',
  },
};

/**
 * A social provider at its own addresses, or at those that the server was started with. Google and Apple speak OpenID
 * Connect; Facebook and Amazon only OAuth 2.0, and are asked for the person's attributes.
 */
export function socialServer(
  { socialEndpoints, clock }: Cognito,
  { ProviderDetails: details, ...provider }: IdentityProvider & { ProviderType: SocialType },
): OAuthServer | OidcServer {
  const type = provider.ProviderType;
  const openId = openIdEndpoints[type];
  const { authorizeUrl, tokenUrl, attributesUrl, issuer, jwksUri } = {
    authorizeUrl: details.authorize_url ?? '',
    tokenUrl: details.token_url ?? '',
    ...(!openId && { attributesUrl: attributesOf(type, details, provider.AttributeMapping) }),
    ...openId,
    ...socialEndpoints[type],
  };
  const clientId = details.client_id ?? '';
  const client = {
    clientId,
    clientSecret: type === 'SignInWithApple' ? appleClientSecret(details, clock()) : details.client_secret,
    scopes: details.authorize_scopes ?? '',
  };
  const metadata = {
    issuer: issuer ?? new URL(tokenUrl).origin,
    authorization_endpoint: authorizeUrl,
    token_endpoint: tokenUrl,
    ...(attributesUrl !== undefined && { userinfo_endpoint: attributesUrl }),
    id_token_signing_alg_values_supported: signatureAlgorithms,
  };
  if (jwksUri === undefined) return { ...client, metadata };
  return { ...client, metadata: { ...metadata, jwks_uri: jwksUri } };
}

/** Facebook wants to be told which attributes. */
function attributesOf(
  type: SocialType,
  details: Record<string, string>,
  mapping: Record<string, string>,
): string {
  const url = details.attributes_url ?? '';
  return type === 'Facebook' ? `${url}${[...new Set(['id', ...Object.values(mapping)])].join(',')}` : url;
}

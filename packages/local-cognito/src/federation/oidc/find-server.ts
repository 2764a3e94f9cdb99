import type { Cognito } from '../../cognito.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { socialServer } from '../social/social-server.ts';
import type { TraceRecorder } from '../trace.ts';
import { findOidcServer, type OAuthServer, type OidcServer } from './oidc-server.ts';

/** Where a provider that speaks OpenID Connect or OAuth 2.0 is. Throws a `FederationError`. */
export async function findServer(
  cognito: Cognito,
  provider: IdentityProvider,
  trace: TraceRecorder,
): Promise<OAuthServer | OidcServer> {
  const { ProviderType } = provider;
  if (ProviderType === 'OIDC' || ProviderType === 'SAML') return findOidcServer(cognito, provider, trace);
  return socialServer(cognito, { ...provider, ProviderType });
}

export function isOpenId(server: OAuthServer | OidcServer): server is OidcServer {
  return server.metadata.jwks_uri !== undefined;
}

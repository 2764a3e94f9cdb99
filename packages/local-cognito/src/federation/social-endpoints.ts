import type { ProviderType } from '../identity-providers/identity-provider.ts';

/** The social provider types, which Cognito knows the endpoints of. */
export type SocialType = Exclude<ProviderType, 'SAML' | 'OIDC'>;

/** Where a social provider is; what is left out is the provider's own. */
export interface SocialEndpoint {
  authorizeUrl?: string;
  tokenUrl?: string;
  /** The person's attributes, as JSON. */
  attributesUrl?: string;
  /** Of Google and Apple: the issuer of their ID tokens and its keys. */
  issuer?: string;
  jwksUri?: string;
}

/** Stand-ins for social providers, for a test or a machine without internet. */
export type SocialEndpoints = Partial<Record<SocialType, SocialEndpoint>>;

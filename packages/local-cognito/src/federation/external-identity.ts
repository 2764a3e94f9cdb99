import type { IdentityProvider } from '../identity-providers/identity-provider.ts';

/** A person as an identity provider vouches for them: its answer was checked, nothing is mapped yet. */
export interface ExternalIdentity {
  provider: IdentityProvider;
  /** OIDC's `sub`, or the SAML NameID. With the provider's name it makes the username. */
  subject: string;
  issuer: string | null;
  /** The provider's claims or attributes as text; ID token and userInfo merged, the ID token wins. */
  claims: Readonly<Record<string, string>>;
  /** The same unmerged, for the InboundFederation function. */
  sources: {
    tokenResponse?: Record<string, string>;
    idToken?: Record<string, string>;
    userInfo?: Record<string, string>;
    samlResponse?: Record<string, string>;
  };
  /** How strong the provider says its sign-in was. */
  acr?: string;
  /** SAML: what single logout has to name. */
  samlSession?: { nameId: string; nameIdFormat?: string; sessionIndex?: string };
}

import type { TenantId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';
import type { IdentityProviderSpec } from './spec.ts';

/** What becomes of the people who signed in through a provider that is removed. */
export type RemovalChoice = 'revoke' | 'keep-as-invited';

/** A tenant's own SAML or OIDC provider. A tenant has at most one. Secrets are Cognito's: none is stored here. */
export interface IdentityProvider extends Versioned {
  tenantId: TenantId;
  /** Chosen by the tenant, such as `workforce`. */
  id: string;
  /** Cognito's ProviderName: made at random, so that it tells nobody whose it is. */
  key: string;
  spec: IdentityProviderSpec;
  /** `pending`: not at Cognito yet as the spec says. `removing`: nobody gets in any more; the rest is being taken away. */
  status: 'pending' | 'active' | 'removing';
  /** Why it is still pending. */
  problem?: { code: string; message: string; at: string };
  /** Set with `removing`. */
  people?: RemovalChoice;
  createdAt: string;
  updatedAt: string;
}

/** Identity providers by tenant and id; unique by key over all tenants. */
export const identityProviders: Collection<IdentityProvider> = {
  name: 'identity-provider',
  partition: (provider) => provider.tenantId,
  sort: (provider) => provider.id,
  unique: (provider) => [`key:${provider.key}`],
};

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new ProviderName: 20 characters with 80 random bits. Lower case, as usernames of federated profiles begin with it and
 * our pools fold case; without underscore, which Cognito refuses (`CreateIdentityProvider`).
 */
export function newProviderKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `idp-${Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('')}`;
}

/** The username of a person's Cognito profile: one for each subject of a provider, case folded. */
export function federatedUsername(key: string, subject: string): string {
  return `${key}_${subject}`.toLowerCase();
}

/**
 * Whether an e-mail, as `normalizeEmail` makes it, could be the username of a provider's person. E-mails are sign-in
 * names in the same pools, and one that was taken first would keep that person out.
 */
export function isTakenByProviders(email: string): boolean {
  return /^idp-[0-9a-z]+_/.test(email);
}

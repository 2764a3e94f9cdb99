import type { TenantId, UserId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';

/** A person, whatever Cognito profiles they have. */
export interface User extends Versioned {
  id: UserId;
  /** Lower case, as {@link normalizeEmail} makes it. */
  email: string;
  name: string;
  /**
   * Among whom the e-mail names one person: `shared` for everyone in shared pools, the tenant's id for the people of a
   * tenant with its own user pool, {@link federatedNamespace} for people whom only a tenant's identity provider vouches
   * for. The same e-mail in two namespaces is two persons.
   */
  namespace: string;
  createdAt: string;
}

/** Users by id; unique by e-mail within their namespace ({@link emailKey}). */
export const users: Collection<User> = {
  name: 'user',
  partition: (user) => user.id,
  sort: () => 'user',
  unique: (user) => [emailKey(user.namespace, user.email)],
};

/**
 * The namespace of people whom only a tenant's identity provider vouches for: their e-mail is what that provider says,
 * and makes them nobody outside the tenant. `username` tells apart those to whom the provider gave one e-mail.
 */
export function federatedNamespace(tenantId: TenantId, username?: string): string {
  return username === undefined ? `federated:${tenantId}` : `federated:${tenantId}:${username}`;
}

/** The unique value under which {@link users} holds an e-mail. It is personal data: keep it out of messages and logs. */
export function emailKey(namespace: string, email: string): string {
  return `${namespace}:email:${normalizeEmail(email)}`;
}

/**
 * The form in which an e-mail is stored, compared and written to: without surrounding space, lower case, NFC. Upper and
 * lower case and canonically equivalent spellings (the Kelvin sign and `k`) name the same person; nothing else is
 * folded, neither dots nor `+` tags. Send mail to the result, never to what was typed: else two spellings could be one
 * person to us and two mailboxes to the world. Lower case comes first: `H̱` has a composed form only in lower case.
 */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase().normalize('NFC');
}

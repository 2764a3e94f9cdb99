import type { UserId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';

/** A person, whatever Cognito profiles they have. */
export interface User extends Versioned {
  id: UserId;
  /** Lower case, as {@link normalizeEmail} makes it. */
  email: string;
  name: string;
  /**
   * Among whom the e-mail names one person: `shared` for everyone in shared pools, the tenant's id for the people of a
   * tenant with its own user pool. The same e-mail in two namespaces is two persons.
   */
  namespace: string;
  createdAt: string;
}

export const users: Collection<User> = {
  name: 'user',
  partition: (user) => user.id,
  sort: () => 'user',
  unique: (user) => [emailKey(user.namespace, user.email)],
};

export function emailKey(namespace: string, email: string): string {
  return `${namespace}:email:${normalizeEmail(email)}`;
}

/** Upper and lower case of an address name the same person; nothing else is folded. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

import type { Cognito } from '../cognito.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { nameKey } from '../storage/sign-in-names.ts';
import {
  federatedUsername,
  identitiesOf,
  linkedUser,
  type SourceIdentity,
  subjectAttribute,
} from '../users/linked-identities.ts';
import { username as usernameForm } from '../wire/fields.ts';
import type { ExternalIdentity } from './external-identity.ts';
import { FederationError, type TraceRecorder } from './trace.ts';

/** A sign-in through a provider whose answer was found good. */
export interface FederatedSignIn {
  cognito: Cognito;
  pool: PoolRecord;
  client: ClientRecord;
  identity: ExternalIdentity;
  /** What may be mapped. */
  claims: Readonly<Record<string, string>>;
  trace: TraceRecorder;
}

/** Who signs in. */
export interface KnownUser {
  user: UserRecord;
  /** How the identity is linked to the user; absent when the profile is its own. */
  link?: SourceIdentity;
}

/**
 * Who signs in: the user whom an administrator linked, else the profile of this very identity; `undefined` at the first
 * sign-in. Nobody is ever found by an e-mail address alone.
 *
 * Throws a `FederationError` when the username belongs to somebody who is not of this provider.
 */
export function findProfile(signIn: FederatedSignIn): KnownUser | undefined {
  const { cognito, pool, identity, trace } = signIn;
  const linked = findLinked(signIn);
  if (linked) {
    trace.step(
      'profile',
      `${identity.provider.ProviderName} is linked to the user ${linked.user.username}.`,
      {
        'linked by': linked.link.attributeName,
      },
    );
    return linked;
  }
  const username = checkedUsername(signIn);
  const user = cognito.store.users.find(pool, username);
  if (!user) return undefined;
  if (!isProfileOf(signIn, user)) throw usernameTaken(username);
  trace.step('profile', `The user ${username} has signed in before.`);
  return { user };
}

/** By subject, or before the first sign-in by a mapped attribute. */
export function findLinked(signIn: FederatedSignIn): Required<KnownUser> | undefined {
  const { cognito, pool, identity, claims } = signIn;
  const { ProviderName: providerName, AttributeMapping } = identity.provider;
  const byClaim = Object.entries(AttributeMapping).flatMap(([attribute, claim]) => {
    const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (attribute === 'username' || !value) return [];
    return [attribute, claim].map((attributeName) => ({ providerName, attributeName, value }));
  });
  const bySubject = { providerName, attributeName: subjectAttribute, value: identity.subject };
  for (const link of [bySubject, ...byClaim]) {
    const user = linkedUser(cognito, pool, link);
    if (user) return { user, link };
  }
  return undefined;
}

/** A username says whose it is only by convention: anybody may have signed up with it. */
export function isProfileOf({ pool, identity }: FederatedSignIn, user: UserRecord): boolean {
  const own = identitiesOf(user).find(({ primary }) => primary);
  const { ProviderName, ProviderType } = identity.provider;
  if (own?.providerName !== ProviderName) return false;
  // An OpenID Connect subject is case-sensitive whatever the pool is; a NameID is often an address.
  const isSame = (subject: string) => (ProviderType === 'SAML' ? nameKey(pool, subject) : subject);
  return isSame(own.userId) === isSame(identity.subject);
}

/** Throws a `FederationError` for a subject that no username can hold. */
export function checkedUsername({ pool, identity }: FederatedSignIn): string {
  const username = federatedUsername(pool, identity.provider.ProviderName, identity.subject);
  if (identity.subject !== '' && usernameForm.safeParse(username).success) return username;
  throw new FederationError('Invalid user attributes: the subject cannot be a username.', {
    text: `The provider calls the person by a subject of ${identity.subject.length} characters that no username can hold.`,
    remedy:
      'Let the provider send a stable identifier without spaces, of at most 128 characters together with its own name.',
  });
}

export function usernameTaken(username: string): FederationError {
  return new FederationError(`Already found an entry for username ${username}`, {
    text: `The username ${username} belongs to somebody else, or PreSignUp has just linked it to another user.`,
    remedy: 'After linking in PreSignUp, sign in again; else delete the user who has that name.',
  });
}

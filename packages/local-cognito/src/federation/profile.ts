import type { Cognito } from '../cognito.ts';
import { type Group, groupKind, putGroup } from '../groups/group.ts';
import { addMember } from '../groups/membership.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { nameKey } from '../storage/sign-in-names.ts';
import { UserNameTaken } from '../storage/store.ts';
import { preSignUp } from '../triggers/pre-sign-up.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import {
  federatedUsername,
  type Identity,
  identitiesOf,
  linkedUser,
  type SourceIdentity,
  settleLink,
  subjectAttribute,
} from '../users/linked-identities.ts';
import { newUser } from '../users/new-user.ts';
import { applyPreSignUp } from '../users/pre-sign-up-answer.ts';
import { username as usernameForm } from '../wire/fields.ts';
import { askFunction } from './ask-function.ts';
import type { ExternalIdentity } from './external-identity.ts';
import { mapAttributes } from './map-attributes.ts';
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

/**
 * Who signs in: the user whom an administrator linked, else the profile of this very identity; `undefined` at the first
 * sign-in. Nobody is ever found by an e-mail address alone.
 *
 * Throws a `FederationError` when the username belongs to somebody who is not of this provider.
 */
export function findProfile(signIn: FederatedSignIn): UserRecord | undefined {
  const { cognito, pool, identity, trace } = signIn;
  const { ProviderName } = identity.provider;
  const source = findLink(signIn);
  if (source) {
    const user = settleLink(cognito, pool, { ...identity, source });
    trace.step('profile', `${ProviderName} is linked to the user ${user.username}.`, {
      'linked by': source.attributeName,
    });
    return user;
  }
  const username = checkedUsername(signIn);
  const user = cognito.store.users.find(pool, username);
  if (!user) return undefined;
  if (!isProfileOf(signIn, user)) throw usernameTaken(username);
  trace.step('profile', `The user ${username} has signed in before.`);
  return user;
}

/** How the identity is linked: by subject, or before the first sign-in by a mapped attribute. */
function findLink({ cognito, pool, identity, claims }: FederatedSignIn): SourceIdentity | undefined {
  const { ProviderName: providerName, AttributeMapping } = identity.provider;
  const byClaim = Object.entries(AttributeMapping).flatMap(([attribute, claim]) => {
    const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (attribute === 'username' || !value) return [];
    return [attribute, claim].map((attributeName) => ({ providerName, attributeName, value }));
  });
  const bySubject = { providerName, attributeName: subjectAttribute, value: identity.subject };
  return [bySubject, ...byClaim].find((source) => linkedUser(cognito, pool, source));
}

/** A username says whose it is only by convention: anybody may have signed up with it. */
function isProfileOf({ pool, identity }: FederatedSignIn, user: UserRecord): boolean {
  const own = identitiesOf(user).find(({ primary }) => primary);
  const { ProviderName, ProviderType } = identity.provider;
  if (user.status !== 'EXTERNAL_PROVIDER' || own?.providerName !== ProviderName) return false;
  // An OpenID Connect subject is case-sensitive whatever the pool is; a NameID is often an address.
  const isSame = (subject: string) => (ProviderType === 'SAML' ? nameKey(pool, subject) : subject);
  return isSame(own.userId) === isSame(identity.subject);
}

/**
 * Makes the profile of a first sign-in, after PreSignUp. `check` runs once more before anything is written. `isNew` is
 * false when the same person came in by another request meanwhile.
 *
 * Throws what the function and the mapping throw, and a `FederationError` when the function linked the identity.
 */
export async function createProfile(
  signIn: FederatedSignIn,
  check: () => void,
): Promise<{ user: UserRecord; isNew: boolean }> {
  const { cognito, pool, client, identity, trace } = signIn;
  const username = checkedUsername(signIn);
  const attributes = mapAttributes({ ...signIn, provider: identity.provider }, undefined);
  const answer = await askFunction(signIn, 'PreSignUp', () =>
    preSignUp(cognito.triggers, {
      pool,
      clientId: client.id,
      username,
      triggerSource: 'PreSignUp_ExternalProvider',
      userAttributes: { 'cognito:email_alias': '', 'cognito:phone_number_alias': '', ...attributes },
      validationData: {},
      clientMetadata: undefined,
    }),
  );
  check();
  if (findLink(signIn)) throw usernameTaken(username);
  const known = cognito.store.users.find(pool, username);
  if (known && isProfileOf(signIn, known)) return { user: known, isNew: false };
  const status = 'EXTERNAL_PROVIDER';
  const sub = cognito.ids.newSub();
  const user = applyPreSignUp(
    newUser(cognito, pool, { username, sub, attributes, status, password: undefined }),
    answer,
  );
  const created = { ...user, attributes: { ...user.attributes, identities: ownIdentity(signIn) } };
  store(signIn, created);
  trace.step('profile', `The user ${username} was created.`, {
    attributes: Object.keys(attributes).join(', '),
  });
  return { user: created, isNew: true };
}

function store({ cognito, pool, identity }: FederatedSignIn, user: UserRecord): void {
  const { ProviderName } = identity.provider;
  const name = `${pool.id}_${ProviderName}`;
  try {
    cognito.store.transaction(() => {
      cognito.store.users.insert(pool, user);
      if (!cognito.store.documents.get(groupKind, pool.id, name)) {
        putGroup(cognito, pool, newGroup(name, ProviderName, cognito.clock()));
      }
      addMember(cognito, pool, name, user.username);
    });
  } catch (error) {
    if (error instanceof UserNameTaken) throw usernameTaken(user.username);
    throw error;
  }
}

const newGroup = (name: string, providerName: string, at: number): Group => ({
  name,
  description: `Autogenerated group for users who sign in using ${providerName}`,
  createdAt: at,
  updatedAt: at,
});

function ownIdentity({ cognito, identity }: FederatedSignIn): string {
  const { subject, issuer, provider } = identity;
  const own: Identity = {
    userId: subject,
    providerName: provider.ProviderName,
    providerType: provider.ProviderType,
    issuer,
    primary: true,
    dateCreated: cognito.clock(),
  };
  return JSON.stringify([own]);
}

/** Writes the mapped attributes of a user who comes back. Throws what updates of attributes throw. */
export function updateProfile(signIn: FederatedSignIn, user: UserRecord): UserRecord {
  const { cognito, pool, identity } = signIn;
  const attributes = mapAttributes({ ...signIn, provider: identity.provider }, user);
  const changed = { ...user, attributes, updatedAt: cognito.clock() };
  const write = () => cognito.store.users.update(pool, changed);
  claimSignInNames({ cognito, pool, user: changed, force: false, write });
  return changed;
}

/** Throws a `FederationError` for a subject that no username can hold. */
function checkedUsername({ pool, identity }: FederatedSignIn): string {
  const username = federatedUsername(pool, identity.provider.ProviderName, identity.subject);
  if (identity.subject !== '' && usernameForm.safeParse(username).success) return username;
  throw new FederationError('Invalid user attributes: the subject cannot be a username.', {
    text: `The provider calls the person by a subject of ${identity.subject.length} characters that no username can hold.`,
    remedy:
      'Let the provider send a stable identifier without spaces, of at most 128 characters together with its own name.',
  });
}

function usernameTaken(username: string): FederationError {
  return new FederationError(`Already found an entry for username ${username}`, {
    text: `The username ${username} belongs to somebody else, or PreSignUp has just linked it to another user.`,
    remedy: 'After linking in PreSignUp, sign in again; else delete the user who has that name.',
  });
}

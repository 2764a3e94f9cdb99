/*
 * Identities of providers that an administrator has linked to a user: whoever signs in with one becomes that user.
 */
import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { CognitoError, invalidParameter, userNotFound } from '../wire/errors.ts';

/** `ProviderUserIdentifierType` of an identity, complete. */
export interface SourceIdentity {
  providerName: string;
  /** `Cognito_Subject`, or the provider's claim that the value is compared with. */
  attributeName: string;
  value: string;
}

/** An entry of the user attribute `identities`. */
export interface Identity {
  userId: string;
  providerName: string;
  providerType: string;
  issuer: string | null;
  primary: boolean;
  /** Epoch ms. */
  dateCreated: number;
}

/** `Cognito_Subject`: the name under which every provider's own identifier of a person is linked. */
export const subjectAttribute = 'Cognito_Subject';

interface Link extends SourceIdentity {
  username: string;
}

const linkKind = documentKind<Link>('linked-identity');
const maxLinks = 5;

/**
 * The username of the profile of somebody who signs in through a provider. No two providers share one: a name has an
 * underscore nowhere but in the second place, and at least three characters, so the first underscore after those ends it.
 */
export function federatedUsername({ pool }: PoolRecord, providerName: string, subject: string): string {
  const username = `${providerName}_${subject}`;
  return pool.UsernameConfiguration?.CaseSensitive === false ? username.toLowerCase() : username;
}

/** The user that an identity is linked to. */
export function linkedUser(
  { store }: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  source: SourceIdentity,
): UserRecord | undefined {
  const link = store.documents.get(linkKind, pool.id, idOf(source));
  return link && store.users.get(pool.id, link.username);
}

/** Throws AliasExistsException, LimitExceededException. Linking again to the same user changes nothing. */
export function linkIdentity(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  pool: PoolRecord,
  user: UserRecord,
  source: SourceIdentity & { providerType: string },
): void {
  const { store, clock } = cognito;
  const owner = linkedUser(cognito, pool, source);
  if (owner?.username === user.username) return;
  if (owner) {
    throw new CognitoError('AliasExistsException', 'The identity is already linked to another user.');
  }
  const identities = identitiesOf(user);
  if (identities.filter(({ primary }) => !primary).length >= maxLinks) {
    throw new CognitoError(
      'LimitExceededException',
      `A user can have at most ${maxLinks} linked identities.`,
    );
  }
  const { providerName, attributeName, value, providerType } = source;
  const identity = { userId: value, providerName, providerType, issuer: null, primary: false };
  store.transaction(() => {
    store.documents.put(
      linkKind,
      { poolId: pool.id, id: idOf(source), owner: user.username },
      { providerName, attributeName, value, username: user.username },
    );
    store.users.update(
      pool,
      withIdentities(user, [...identities, { ...identity, dateCreated: clock() }], clock()),
    );
  });
}

/** Throws UserNotFoundException for an identity that nobody is linked to. */
export function unlinkIdentity(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  pool: PoolRecord,
  source: SourceIdentity,
): void {
  const { store, clock } = cognito;
  const user = linkedUser(cognito, pool, source);
  if (!user) throw userNotFound();
  const rest = identitiesOf(user).filter(
    ({ providerName, userId, primary }) =>
      primary || providerName !== source.providerName || userId !== source.value,
  );
  store.transaction(() => {
    store.documents.delete(linkKind, pool.id, idOf(source));
    store.users.update(pool, withIdentities(user, rest, clock()));
  });
}

/** Throws InvalidParameterException when the identity has signed in before and so has a profile of its own. */
export function checkNoProfile(
  { store }: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  { providerName, value }: SourceIdentity,
): void {
  if (!store.users.get(pool.id, federatedUsername(pool, providerName, value))) return;
  throw invalidParameter(
    'Merging is not currently supported, provide a SourceUser without an existing user in order to link',
  );
}

/**
 * From the first sign-in on, a link is to the person and no longer to the value by which they were found: somebody else
 * whom the provider gives that value later is somebody else. Gives the user as they are now.
 */
export function settleLink(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  pool: PoolRecord,
  { source, subject, issuer }: { source: SourceIdentity; subject: string; issuer: string | null },
): UserRecord {
  const { store, clock } = cognito;
  const user = linkedUser(cognito, pool, source);
  if (!user) throw userNotFound();
  const { providerName } = source;
  const settled = { providerName, attributeName: subjectAttribute, value: subject };
  const identities = identitiesOf(user).map((identity) =>
    !identity.primary && identity.providerName === providerName && identity.userId === source.value
      ? { ...identity, userId: subject, issuer }
      : identity,
  );
  const changed = withIdentities(user, identities, clock());
  store.transaction(() => {
    store.documents.delete(linkKind, pool.id, idOf(source));
    store.documents.put(
      linkKind,
      { poolId: pool.id, id: idOf(settled), owner: user.username },
      { ...settled, username: user.username },
    );
    store.users.update(pool, changed);
  });
  return changed;
}

export function identitiesOf({ attributes }: Pick<UserRecord, 'attributes'>): Identity[] {
  return attributes.identities ? (JSON.parse(attributes.identities) as Identity[]) : [];
}

function withIdentities(user: UserRecord, identities: Identity[], at: number): UserRecord {
  const { identities: _before, ...attributes } = user.attributes;
  if (identities.length > 0) attributes.identities = JSON.stringify(identities);
  return { ...user, attributes, updatedAt: at };
}

/** JSON, because every part can contain anything. */
const idOf = ({ providerName, attributeName, value }: SourceIdentity) =>
  JSON.stringify([providerName, attributeName, value]);

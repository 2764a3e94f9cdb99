import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { nameKey } from '../storage/sign-in-names.ts';
import { UserNameTaken } from '../storage/store.ts';
import { CognitoError } from '../wire/errors.ts';

export interface Claim {
  cognito: Pick<Cognito, 'store'>;
  pool: PoolRecord;
  user: UserRecord;
  /** Take an alias away from the user who has it (`ForceAliasCreation`). */
  force: boolean;
  /** What is said of a username that is taken. */
  existsText?: string;
  /** Writes the user. */
  write: () => void;
}

/**
 * Writes a user, and answers in Cognito's words when one of its sign-in names belongs to somebody else:
 * UsernameExistsException or AliasExistsException.
 */
export function claimSignInNames(claim: Claim): void {
  const { cognito, pool, user, force, write } = claim;
  try {
    cognito.store.transaction(() => {
      if (force) releaseAliases(cognito, pool, user);
      write();
    });
  } catch (error) {
    if (error instanceof UserNameTaken) throw nameError(claim, error.signInName);
    throw error;
  }
}

function nameError({ cognito, pool, user, existsText }: Claim, name: string): CognitoError {
  if (name === user.username)
    return new CognitoError('UsernameExistsException', existsText ?? 'User account already exists');
  const attribute = Object.entries(user.attributes).find(([, value]) => value === name)?.[0] ?? 'alias';
  if (pool.pool.UsernameAttributes?.length) {
    const isNew = cognito.store.users.get(pool.id, user.username) === undefined;
    return new CognitoError(
      isNew ? 'UsernameExistsException' : 'AliasExistsException',
      `An account with the given ${attribute} already exists.`,
    );
  }
  return new CognitoError('AliasExistsException', `An account with the ${attribute} already exists.`);
}

/** The former owner keeps the address, unverified: it no longer signs in. Only what is verified can be taken. */
function releaseAliases(cognito: Pick<Cognito, 'store'>, pool: PoolRecord, user: UserRecord): void {
  for (const alias of ['email', 'phone_number'] as const) {
    const value = user.attributes[alias];
    if (user.attributes[`${alias}_verified`] !== 'true') continue;
    if (value === undefined || !pool.pool.AliasAttributes?.includes(alias)) continue;
    const owner = cognito.store.users.find(pool, value);
    const ownsAlias = owner && nameKey(pool, owner.attributes[alias] ?? '') === nameKey(pool, value);
    if (!ownsAlias || owner.username === user.username) continue;
    cognito.store.users.update(pool, {
      ...owner,
      attributes: { ...owner.attributes, [`${alias}_verified`]: 'false' },
    });
  }
}

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
  /** Writes the user. */
  write: () => void;
}

/**
 * Writes a user, and answers in Cognito's words when one of its sign-in names belongs to somebody else:
 * UsernameExistsException or AliasExistsException.
 */
export function claimSignInNames({ cognito, pool, user, force, write }: Claim): void {
  try {
    cognito.store.transaction(() => {
      if (force) releaseAliases(cognito, pool, user);
      write();
    });
  } catch (error) {
    if (error instanceof UserNameTaken) throw nameError(pool, user, error.signInName);
    throw error;
  }
}

function nameError({ pool }: PoolRecord, user: UserRecord, name: string): CognitoError {
  if (name === user.username)
    return new CognitoError('UsernameExistsException', 'User account already exists');
  const attribute = Object.entries(user.attributes).find(([, value]) => value === name)?.[0] ?? 'alias';
  if (pool.UsernameAttributes?.length) {
    return new CognitoError(
      'UsernameExistsException',
      `An account with the given ${attribute} already exists.`,
    );
  }
  return new CognitoError('AliasExistsException', `An account with the ${attribute} already exists.`);
}

/** The former owner keeps the address, unverified: it no longer signs in. */
function releaseAliases(cognito: Pick<Cognito, 'store'>, pool: PoolRecord, user: UserRecord): void {
  for (const alias of ['email', 'phone_number'] as const) {
    const value = user.attributes[alias];
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

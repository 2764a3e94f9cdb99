import type { Cognito } from '../cognito.ts';
import { findPool } from '../pools/find-pool.ts';
import type { ListedUser, PoolRecord, UserRecord } from '../storage/records.ts';
import { userNotFound } from '../wire/errors.ts';
import { attributeList } from './attributes.ts';
import { describeMfaOptions } from './mfa-options.ts';

/** The user an administrator names, by username or alias. Throws ResourceNotFoundException or UserNotFoundException. */
export function findUser(
  cognito: Pick<Cognito, 'store'>,
  poolId: string,
  username: string,
): { pool: PoolRecord; user: UserRecord } {
  const pool = findPool(cognito, poolId);
  const user = cognito.store.users.find(pool, username);
  if (!user) throw userNotFound();
  return { pool, user };
}

/** What every view of a user by an administrator has in common: all of `UserType` but the attributes. */
export function describeUser(user: ListedUser) {
  return {
    Username: user.username,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.updatedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
    ...describeMfaOptions(user),
  };
}

/** `UserType`, in lists and as `AdminCreateUser` answers. */
export function userType(user: ListedUser) {
  return { ...describeUser(user), Attributes: attributeList(user) };
}

import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { userNotFound } from '../wire/errors.ts';

/**
 * Changes the user as stored now, not as it was read before something was awaited, and answers the new record.
 * Throws UserNotFoundException when it was deleted meanwhile.
 */
export function changeUser(
  { store }: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  username: string,
  change: (user: UserRecord) => UserRecord,
): UserRecord {
  const user = store.users.get(pool.id, username);
  if (!user) throw userNotFound();
  const changed = change(user);
  store.users.update(pool, changed);
  return changed;
}

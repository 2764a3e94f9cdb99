import type { Cognito } from '../cognito.ts';
import { hashPassword } from '../passwords/policy.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { type ImportedHash, isImportedPassword } from './password-hash.ts';

/** Under the username of the user it belongs to, until the first sign-in or another password. */
export const importedHashKind = documentKind<ImportedHash>('imported-password-hash');

/**
 * The user as it is now, with a password if this is the one that an imported hash was made of. SRP needs a verifier,
 * which only the password itself can make: the first sign-in with the password as text turns the hash into one.
 */
export async function verifyImportedHash(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  pool: PoolRecord,
  user: UserRecord,
  password: string,
): Promise<UserRecord> {
  const { documents, users, transaction } = cognito.store;
  const hash = documents.get(importedHashKind, pool.id, user.username);
  const isRight = hash !== undefined && (await isImportedPassword(hash, password));
  return transaction(() => {
    const current = users.get(pool.id, user.username);
    if (current?.sub !== user.sub) return user;
    if (!isRight || current.password) return current;
    const changed = { ...current, password: hashPassword(pool, user.username, password, cognito.clock()) };
    users.update(pool, changed);
    documents.delete(importedHashKind, pool.id, user.username);
    return changed;
  });
}

/** Whether a password stands behind the user that has not been made into a verifier yet. */
export function hasImportedPassword({ store }: Pick<Cognito, 'store'>, user: UserRecord): boolean {
  return !user.password && store.documents.get(importedHashKind, user.poolId, user.username) !== undefined;
}

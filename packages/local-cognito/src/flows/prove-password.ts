import type { Cognito } from '../cognito.ts';
import { createPasswordCheck } from '../passwords/password-check.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { verifyImportedHash } from '../user-import/imported-password.ts';
import { notAuthorized } from '../wire/errors.ts';
import { checkNotLocked, recordFailure } from './lockout.ts';

const isRightPassword = createPasswordCheck();

/** No password belongs to it; checking one against it takes as long as against a real verifier. */
const nobody = { salt: '00000000000000000000000000000001', verifier: '02' };

/** The part of the pool id after `_`, which the password hash depends on. */
export function poolNameOf(pool: PoolRecord): string {
  return pool.id.slice(pool.id.indexOf('_') + 1);
}

export const incorrectPassword = () => notAuthorized('Incorrect username or password.');

/**
 * Checks a password sent as text and counts failures. A name without user, or a user without password, costs the
 * same time and gets the same answer. Throws NotAuthorizedException.
 */
export async function provePassword(
  cognito: Cognito,
  pool: PoolRecord,
  { name, user, password }: { name: string; user: UserRecord | undefined; password: string },
): Promise<UserRecord> {
  checkNotLocked(cognito, pool, user ? { user } : { unknownName: name });
  const known = user && !user.password ? await verifyImportedHash(cognito, pool, user, password) : user;
  const subject = known ? { user: known } : { unknownName: name };
  // Others may have failed while the imported hash was computed.
  if (known !== user) checkNotLocked(cognito, pool, subject);
  const { salt, verifier } = known?.password ?? nobody;
  const input = { poolName: poolNameOf(pool), userId: known?.username ?? name, password, salt };
  if (!isRightPassword(verifier, input) || !known?.password) {
    recordFailure(cognito, pool, subject);
    throw incorrectPassword();
  }
  return known;
}

import { isPasswordOf } from '../crypto/srp.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import { checkPassword, hashPassword, passwordInput, passwordPolicy } from './policy.ts';

/**
 * The user with another password (`at` in epoch ms). Its earlier one is remembered as long as the pool's
 * `PasswordHistorySize` asks.
 *
 * Throws InvalidPasswordException, or PasswordHistoryPolicyViolationException for a password used before.
 */
export function replacePassword(
  pool: PoolRecord,
  user: UserRecord,
  password: string,
  at: number,
): UserRecord {
  const policy = passwordPolicy(pool);
  checkPassword(policy, password);
  const size = policy.PasswordHistorySize ?? 0;
  const earlier = [...(user.password ? [user.password] : []), ...(user.passwordHistory ?? [])].slice(0, size);
  for (const { salt, verifier } of earlier) {
    if (isPasswordOf(verifier, passwordInput(pool, user.username, password, salt))) {
      throw new CognitoError('PasswordHistoryPolicyViolationException', 'Password has previously been used');
    }
  }
  const changed: UserRecord = { ...user, password: hashPassword(pool, user.username, password, at) };
  if (earlier.length > 0) changed.passwordHistory = earlier;
  else delete changed.passwordHistory;
  return changed;
}

import type { Cognito } from '../cognito.ts';
import { hashPassword } from '../passwords/policy.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';

/** A user as it begins; not stored yet. */
export function newUser(
  { clock }: Pick<Cognito, 'clock'>,
  pool: PoolRecord,
  {
    password,
    ...given
  }: Pick<UserRecord, 'username' | 'sub' | 'attributes' | 'status'> & { password: string | undefined },
): UserRecord {
  const now = clock();
  return {
    poolId: pool.id,
    ...given,
    enabled: true,
    ...(password !== undefined && { password: hashPassword(pool, given.username, password, now) }),
    mfa: { enabled: [] },
    failedSignIns: { count: 0, lastAt: 0 },
    createdAt: now,
    updatedAt: now,
  };
}

import { changeUser } from '../flows/change-user.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import type { Application } from './apply-pool.ts';
import type { SeedUser } from './seed-schema.ts';

/** Somebody who exists keeps what changed since, such as a password; a half-made user is finished. */
export async function applyUser(
  { cognito, operations }: Application,
  poolId: string,
  seed: SeedUser,
): Promise<void> {
  const { username: Username, password, temporaryPassword, totpSecret, sub } = seed;
  const key = { UserPoolId: poolId, Username };
  const pool = cognito.store.pools.get(poolId) as PoolRecord;
  const find = () => cognito.store.users.find(pool, Username);
  const isNew = find() === undefined;
  if (isNew) {
    const create = {
      ...key,
      MessageAction: 'SUPPRESS',
      TemporaryPassword: temporaryPassword ?? password,
      UserAttributes: Object.entries(seed.attributes ?? {}).map(([Name, Value]) => ({ Name, Value })),
    };
    await operations.call('AdminCreateUser', create, sub === undefined ? undefined : { newSub: () => sub });
  }
  const user = find() as UserRecord;
  if (password !== undefined && user.status === 'FORCE_CHANGE_PASSWORD') {
    await operations.call('AdminSetUserPassword', { ...key, Password: password, Permanent: true });
  }
  if (totpSecret !== undefined && !user.totp) {
    // The API makes every secret itself: there is no operation that takes one.
    changeUser(cognito, pool, user.username, (current) => ({
      ...current,
      totp: { secret: totpSecret, verified: true },
    }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await operations.call('AdminSetUserMFAPreference', { ...key, SoftwareTokenMfaSettings });
  }
  if (isNew && seed.enabled === false) await operations.call('AdminDisableUser', key);
  for (const GroupName of seed.groups ?? []) {
    await operations.call('AdminAddUserToGroup', { ...key, GroupName });
  }
}

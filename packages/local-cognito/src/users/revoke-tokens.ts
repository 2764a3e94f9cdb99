import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';

/** Stores the user as given, with every refresh and access token issued so far revoked. */
export function revokeTokens(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  pool: PoolRecord,
  user: UserRecord,
): void {
  cognito.store.transaction(() => {
    cognito.store.refreshTokens.revokeUser(pool.id, user.username);
    cognito.store.users.update(pool, { ...user, signedOutAt: cognito.clock() });
  });
}

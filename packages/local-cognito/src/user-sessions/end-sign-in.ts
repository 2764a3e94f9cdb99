import type { Cognito } from '../cognito.ts';
import type { PoolRecord, RefreshTokenRecord } from '../storage/records.ts';
import { poolSessionConfiguration } from './session-configuration.ts';
import { endSsoSessionById } from './sso-sessions.ts';

/**
 * Revokes all tokens of the sign-in that a refresh token belongs to. `LINKED` ends the browser's session it came through
 * as well, while the pool tracks sessions; other sign-ins that came through it go on.
 */
export function endSignIn(
  cognito: Cognito,
  pool: PoolRecord,
  { originJti, username, details }: RefreshTokenRecord,
  associated: 'NONE' | 'LINKED' = 'NONE',
): void {
  const { store } = cognito;
  store.refreshTokens.revokeOrigin(pool.id, originJti);
  const user = store.users.get(pool.id, username);
  const isTracked = poolSessionConfiguration(cognito, pool.id).UserSessionTracking === 'ENABLED';
  if (user && isTracked && associated === 'LINKED') {
    endSsoSessionById(cognito, pool.id, user.sub, details?.session?.sso);
  }
}

/*
 * Sign-ins as sessions that can be listed and ended (session management, November 2026): one per sign-in, kept with its
 * refresh token.
 */
import { randomInt } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord, RefreshTokenRecord, SignInDetails, UserRecord } from '../storage/records.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';
import { poolSessionConfiguration } from './session-configuration.ts';

const idLength = 28;
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The session of a sign-in that is about to end well; `undefined` where the pool does not track any. */
export function beginSession(cognito: Cognito, pool: PoolRecord): SignInDetails['session'] {
  if (poolSessionConfiguration(cognito, pool.id).UserSessionTracking !== 'ENABLED') return undefined;
  let id = 'tkn';
  while (id.length < idLength) id += alphabet[randomInt(alphabet.length)];
  const now = cognito.clock();
  return { id, createdAt: now, lastActiveAt: now };
}

/** Ends the sessions used least recently while the user has more than the pool allows; never the new one. */
export function evictSessions(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  newId: string | undefined,
): void {
  if (newId === undefined) return;
  const { MaxPerUser } = poolSessionConfiguration(cognito, pool.id).TokenSession;
  const others = openSessions(cognito, pool, user)
    .filter(({ session }) => session.id !== newId)
    .toSorted((a, b) => a.session.lastActiveAt - b.session.lastActiveAt);
  const surplus = others.slice(0, Math.max(0, others.length + 1 - MaxPerUser));
  for (const { token } of surplus) cognito.store.refreshTokens.revokeOrigin(pool.id, token.originJti);
}

/** `SessionDescriptionType`s, latest first. `currentEventId` is the `event_id` of the caller's access token. */
export function describeSessions(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  currentEventId?: string,
): object[] {
  return openSessions(cognito, pool, user)
    .toSorted((a, b) => b.session.lastActiveAt - a.session.lastActiveAt)
    .map(({ token, session }) => ({
      SessionId: session.id,
      SessionType: 'TOKEN',
      ClientId: token.clientId,
      CreateDate: session.createdAt / 1000,
      LastActiveDate: session.lastActiveAt / 1000,
      DeviceType: 'unknown',
      IsCurrentSession: token.eventId === currentEventId,
    }));
}

/** Ends a session with its tokens. Throws ResourceNotFoundException, and InvalidParameterException for the caller's own. */
export function revokeSession(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  { id, currentEventId }: { id: string; currentEventId?: string | undefined },
): void {
  const found = openSessions(cognito, pool, user).find(({ session }) => session.id === id);
  if (!found) throw resourceNotFound(`Session ${id} does not exist.`);
  if (found.token.eventId === currentEventId) {
    throw invalidParameter('The current session cannot be revoked; use GlobalSignOut or RevokeToken.');
  }
  cognito.store.refreshTokens.revokeOrigin(pool.id, found.token.originJti);
}

interface OpenTokenSession {
  token: RefreshTokenRecord;
  session: NonNullable<SignInDetails['session']>;
}

function openSessions({ store }: Cognito, pool: PoolRecord, user: UserRecord): OpenTokenSession[] {
  const sessions = new Map<string, OpenTokenSession>();
  for (const token of store.refreshTokens.listUser(pool.id, user.username)) {
    const session = token.details?.session;
    if (!session || token.replacedAt !== undefined) continue;
    const known = sessions.get(session.id);
    if (!known || known.session.lastActiveAt <= session.lastActiveAt)
      sessions.set(session.id, { token, session });
  }
  return [...sessions.values()];
}

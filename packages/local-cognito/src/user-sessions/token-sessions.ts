/*
 * Sign-ins as sessions that can be listed and ended (session management, November 2026): one per sign-in, kept with its
 * refresh token, beside the browsers' sessions through which sign-ins at a domain came.
 */
import type { Cognito } from '../cognito.ts';
import type { PoolRecord, RefreshTokenRecord, SignInDetails, UserRecord } from '../storage/records.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';
import { poolSessionConfiguration } from './session-configuration.ts';
import { newSessionId } from './session-id.ts';
import { endSsoSessionById, ssoSessionsOf } from './sso-sessions.ts';

/**
 * The session of a sign-in that is about to end well; `undefined` where the pool does not track any. `sso` is the id of
 * the browser's session it came through.
 */
export function beginSession(cognito: Cognito, pool: PoolRecord, sso?: string): SignInDetails['session'] {
  if (!isTracked(cognito, pool)) return undefined;
  const now = cognito.clock();
  return { id: newSessionId('tkn'), createdAt: now, lastActiveAt: now, ...(sso !== undefined && { sso }) };
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
  const tokenSessions = openSessions(cognito, pool, user).map(({ token, session }) => ({
    SessionId: session.id,
    SessionType: 'TOKEN',
    ClientId: token.clientId,
    CreateDate: session.createdAt / 1000,
    LastActiveDate: session.lastActiveAt / 1000,
    DeviceType: 'unknown',
    IsCurrentSession: token.eventId === currentEventId,
  }));
  const ssoSessions = trackedSsoSessions(cognito, pool, user).map((session) => ({
    SessionId: session.id,
    SessionType: 'SSO',
    ClientId: session.clientId,
    CreateDate: session.signedInAt / 1000,
    LastActiveDate: session.lastActiveAt / 1000,
    DeviceType: 'unknown',
    IsCurrentSession: false,
  }));
  return [...tokenSessions, ...ssoSessions]
    .toSorted((a, b) => b.LastActiveDate - a.LastActiveDate)
    .slice(0, maxListed);
}

/** What `ListUserSessions` has on its only page. */
const maxListed = 125;

/**
 * Ends a session: with its tokens, or a browser's. `LINKED` also ends the browser's session that the tokens came
 * through, or all token sessions that came through the browser's. Throws ResourceNotFoundException, and
 * InvalidParameterException for the caller's own.
 */
export function revokeSession(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  {
    id,
    currentEventId,
    associated = 'NONE',
  }: { id: string; currentEventId?: string | undefined; associated?: 'NONE' | 'LINKED' | undefined },
): void {
  const isLinked = associated === 'LINKED';
  const revoke = ({ token }: OpenTokenSession) =>
    cognito.store.refreshTokens.revokeOrigin(pool.id, token.originJti);
  const sessions = openSessions(cognito, pool, user);
  if (trackedSsoSessions(cognito, pool, user).some((session) => session.id === id)) {
    endSsoSessionById(cognito, pool.id, user.sub, id);
    if (isLinked) sessions.filter(({ session }) => session.sso === id).forEach(revoke);
    return;
  }
  const found = sessions.find(({ session }) => session.id === id);
  if (!found) throw resourceNotFound(`Session ${id} does not exist.`);
  if (found.token.eventId === currentEventId) {
    throw invalidParameter('The current session cannot be revoked; use GlobalSignOut or RevokeToken.');
  }
  revoke(found);
  if (isLinked) endSsoSessionById(cognito, pool.id, user.sub, found.session.sso);
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

const isTracked = (cognito: Cognito, pool: PoolRecord) =>
  poolSessionConfiguration(cognito, pool.id).UserSessionTracking === 'ENABLED';

const trackedSsoSessions = (cognito: Cognito, pool: PoolRecord, user: UserRecord) =>
  isTracked(cognito, pool) ? ssoSessionsOf(cognito, pool.id, user.sub) : [];

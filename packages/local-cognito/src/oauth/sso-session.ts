/*
 * The browser's session at a user pool's domain, behind the cookie `cognito`: whoever signed in for one app client is
 * signed in for the others of the pool.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { UserRecord } from '../storage/records.ts';
import {
  clientSessionConfiguration,
  poolSessionConfiguration,
} from '../user-sessions/session-configuration.ts';
import { type SsoSession, ssoSessionKind, ssoSessionsOf } from '../user-sessions/sso-sessions.ts';
import type { SignedIn } from './complete-authorization.ts';
import { setCookie } from './cookies.ts';
import type { DomainRequest } from './domain-request.ts';

/** A browser's session with its user as they are now. */
export interface FoundSession {
  session: SsoSession;
  user: UserRecord;
}

const cookieName = 'cognito';
const minuteMs = 60_000;
const defaultMinutes = 60;
/** The largest `MaxValidityMinutes`: where sessions are tracked, each app client says how much of it counts. */
const longestMinutes = 129_600;
/** 256 bits. */
const secretBytes = 32;

/** The session that the browser shows; none once it has expired or its user is gone or disabled. */
export function findSsoSession(request: DomainRequest): FoundSession | undefined {
  const { cognito, pool } = request;
  const key = keyOfCookie(request);
  const session = key && cognito.store.documents.get(ssoSessionKind, pool.id, key);
  if (!session || cognito.clock() >= session.expiresAt) return undefined;
  const user = cognito.store.users.get(pool.id, session.username);
  return user?.sub === session.sub && user.enabled ? { session, user } : undefined;
}

/** How old the browser's session may be for this client, in ms; 0: it has to be a new sign-in every time. */
export function reusableMs({ cognito, pool }: DomainRequest, clientId: string): number {
  if (!isTracked({ cognito, pool })) return defaultMinutes * minuteMs;
  return clientSessionConfiguration(cognito, pool.id, clientId).SSOSession.MaxValidityMinutes * minuteMs;
}

/** A new session under a new secret, in place of the one the browser has. Answers the cookie. */
export function beginSsoSession(
  request: DomainRequest,
  { id, clientId, signedIn }: { id: string; clientId: string; signedIn: SignedIn },
): string {
  const { cognito, pool } = request;
  const { user, provider, samlSession } = signedIn;
  const { session: _, ...details } = signedIn.details;
  const now = cognito.clock();
  const lifeMs = (isTracked(request) ? longestMinutes : defaultMinutes) * minuteMs;
  const secret = randomBytes(secretBytes).toString('base64url');
  const key = keyOf(user.sub, secret);
  forget(request);
  // Keeps the number of expired ones small.
  ssoSessionsOf(cognito, pool.id, user.sub);
  cognito.store.documents.put(
    ssoSessionKind,
    { poolId: pool.id, id: key, owner: user.username },
    {
      id,
      key,
      username: user.username,
      sub: user.sub,
      clientId,
      provider,
      details,
      ...(samlSession && { samlSession }),
      signedInAt: now,
      lastActiveAt: now,
      expiresAt: now + lifeMs,
    },
  );
  return setCookie(request, cookieName, `${user.sub}.${secret}`, { maxAgeSeconds: lifeMs / 1000 });
}

/** A sign of life, where sessions are tracked and listed; one that was ended meanwhile stays so. */
export function touchSsoSession({ cognito, pool }: DomainRequest, key: string): void {
  const { documents } = cognito.store;
  const session = isTracked({ cognito, pool }) && documents.get(ssoSessionKind, pool.id, key);
  if (!session) return;
  const lastActiveAt = cognito.clock();
  documents.put(
    ssoSessionKind,
    { poolId: pool.id, id: key, owner: session.username },
    { ...session, lastActiveAt },
  );
}

/** Ends the browser's session, here and in the browser. Answers the cookie. */
export function endSsoSession(request: DomainRequest): string {
  forget(request);
  return setCookie(request, cookieName, '', { maxAgeSeconds: 0 });
}

const isTracked = ({ cognito, pool }: Pick<DomainRequest, 'cognito' | 'pool'>) =>
  poolSessionConfiguration(cognito, pool.id).UserSessionTracking === 'ENABLED';

function forget(request: DomainRequest): void {
  const key = keyOfCookie(request);
  if (key) request.cognito.store.documents.delete(ssoSessionKind, request.pool.id, key);
}

function keyOfCookie({ cookies }: DomainRequest): string | undefined {
  const [sub, secret, ...more] = (cookies[cookieName] ?? '').split('.');
  return sub && secret && more.length === 0 ? keyOf(sub, secret) : undefined;
}

const keyOf = (sub: string, secret: string) => `${sub}/${createHash('sha256').update(secret).digest('hex')}`;

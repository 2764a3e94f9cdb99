/*
 * The browser's session at a user pool's domain, behind the cookie `cognito`: whoever signed in for one app client is
 * signed in for the others of the pool.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { SignInDetails, UserRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import {
  clientSessionConfiguration,
  poolSessionConfiguration,
} from '../user-sessions/session-configuration.ts';
import type { SignedIn } from './complete-authorization.ts';
import { setCookie } from './cookies.ts';
import type { DomainRequest } from './domain-request.ts';

/** Kept sealed; the key is `<sub>/<SHA-256 of the cookie's secret>`. */
export interface SsoSession {
  /** As session management names it. */
  id: string;
  /** The id of the document. */
  key: string;
  username: string;
  sub: string;
  /** Where it began; another client may go on with it. */
  clientId: string;
  /** `COGNITO`, or the name of the identity provider that vouched for the user. */
  provider: string;
  details: SignInDetails;
  /** Epoch ms of the sign-in. */
  signedInAt: number;
  /** Epoch ms; never moved. */
  expiresAt: number;
}

export const ssoSessionKind = documentKind<SsoSession>('sso-session');

const cookieName = 'cognito';
const minuteMs = 60_000;
const defaultMinutes = 60;
const secretBytes = 32;
/** As many as session management lists. */
const maxListed = 125;

/** The session that the browser shows, with its user; none once it has expired or the user is gone or disabled. */
export function findSsoSession(
  request: DomainRequest,
): { session: SsoSession; user: UserRecord } | undefined {
  const { cognito, pool } = request;
  const key = documentKey(request);
  const session = key && cognito.store.documents.get(ssoSessionKind, pool.id, key);
  if (!session || cognito.clock() >= session.expiresAt) return undefined;
  const user = cognito.store.users.get(pool.id, session.username);
  return user?.sub === session.sub && user.enabled ? { session, user } : undefined;
}

/** How old the browser's session may be for this client, in ms; 0: it has to be a new sign-in every time. */
export function reusableMs({ cognito, pool }: DomainRequest, clientId: string): number {
  const isTracked = poolSessionConfiguration(cognito, pool.id).UserSessionTracking === 'ENABLED';
  if (!isTracked) return defaultMinutes * minuteMs;
  return clientSessionConfiguration(cognito, pool.id, clientId).SSOSession.MaxValidityMinutes * minuteMs;
}

/** A new session under a new secret in place of the one the browser has. Answers the cookie. */
export function beginSsoSession(request: DomainRequest, clientId: string, signedIn: SignedIn): string {
  const { cognito, pool } = request;
  const { user, provider } = signedIn;
  const { session: _, ...details } = signedIn.details;
  const now = cognito.clock();
  const lifeMs = Math.max(defaultMinutes * minuteMs, reusableMs(request, clientId));
  forget(request);
  ssoSessionsOf(cognito, pool.id, user.sub);
  const secret = randomBytes(secretBytes).toString('base64url');
  const key = keyOf(user.sub, secret);
  cognito.store.documents.put(
    ssoSessionKind,
    { poolId: pool.id, id: key, owner: user.username },
    {
      id: newSessionId(),
      key,
      username: user.username,
      sub: user.sub,
      clientId,
      provider,
      details,
      signedInAt: now,
      expiresAt: now + lifeMs,
    },
  );
  return setCookie(request, cookieName, `${user.sub}.${secret}`, { maxAgeSeconds: lifeMs / 1000 });
}

/** Ends the browser's session, here and in the browser. Answers the cookie. */
export function endSsoSession(request: DomainRequest): string {
  forget(request);
  return setCookie(request, cookieName, '', { maxAgeSeconds: 0 });
}

function forget(request: DomainRequest): void {
  const key = documentKey(request);
  if (key) request.cognito.store.documents.delete(ssoSessionKind, request.pool.id, key);
}

/** The open sessions of a user, in all browsers. What has expired is deleted on the way. */
export function ssoSessionsOf(
  { store, clock }: Pick<Cognito, 'store' | 'clock'>,
  poolId: string,
  sub: string,
): SsoSession[] {
  const { items } = store.documents.list(ssoSessionKind, poolId, { limit: maxListed, prefix: `${sub}/` });
  const isOpen = ({ expiresAt }: SsoSession) => clock() < expiresAt;
  for (const { key } of items.filter((session) => !isOpen(session))) {
    store.documents.delete(ssoSessionKind, poolId, key);
  }
  return items.filter(isOpen);
}

function documentKey({ cookies }: DomainRequest): string | undefined {
  const [sub, secret, ...more] = (cookies[cookieName] ?? '').split('.');
  return sub && secret && more.length === 0 ? keyOf(sub, secret) : undefined;
}

const keyOf = (sub: string, secret: string) => `${sub}/${createHash('sha256').update(secret).digest('hex')}`;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

function newSessionId(): string {
  let id = 'sso';
  while (id.length < 28) id += alphabet[randomInt(alphabet.length)];
  return id;
}

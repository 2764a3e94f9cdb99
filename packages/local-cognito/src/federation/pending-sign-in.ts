import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IdentityProvider } from '../identity-providers/identity-provider.ts';
import { type AuthorizationRequest, DeadEnd } from '../oauth/authorization-request.ts';
import { setCookie } from '../oauth/cookies.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';
import { resumeTrace } from './trace.ts';

/** A sign-in that is at a provider now: five minutes, once, in the browser that began it. */
export interface PendingSignIn {
  providerName: string;
  clientId: string;
  /** The query of the authorization request. */
  query: string;
  /** Where the provider was told to come back to begins with it. */
  baseUrl: string;
  traceId: string;
  /** OIDC. */
  nonce?: string;
  codeVerifier?: string;
  /** SAML: the id of the AuthnRequest, which `InResponseTo` must be. */
  requestId?: string;
}

/** What the provider gets as `state` or `RelayState`, and the cookie that binds it to the browser. */
export interface BegunSignIn {
  state: string;
  /** A `set-cookie` value. */
  cookie: string;
}

interface Stored extends PendingSignIn {
  /** SHA-256 of the browser's cookie, hex. */
  browser: string;
}

const cookieName = 'csrf-state';
const validForSeconds = 300;
const secretForm = /^[\w-]{43}$/;

/** Remembers a sign-in that goes to a provider. The state itself is not kept, only its SHA-256. */
export function beginPending(
  request: DomainRequest,
  authorization: AuthorizationRequest,
  provider: IdentityProvider,
  rest: Pick<PendingSignIn, 'traceId' | 'nonce' | 'codeVerifier' | 'requestId'>,
): BegunSignIn {
  const { cognito, pool, baseUrl } = request;
  const state = newSecret();
  // One secret per browser, so that sign-ins in two tabs do not end each other.
  const browser = browserSecret(request) ?? newSecret();
  const pending: Stored = {
    ...rest,
    providerName: provider.ProviderName,
    clientId: authorization.client.id,
    query: authorization.query.toString(),
    baseUrl,
    browser: sha256(browser),
  };
  cognito.store.sessions.insert({
    id: idOf(state),
    poolId: pool.id,
    clientId: authorization.client.id,
    expiresAt: cognito.clock() + validForSeconds * 1000,
    used: false,
    state: { challenge: 'FEDERATION', ...pending },
  });
  return { state, cookie: setCookie(request, cookieName, browser, { maxAgeSeconds: validForSeconds }) };
}

/**
 * The sign-in that a provider's answer belongs to, without using it up, and whichever browser brings it: for SAML, whose
 * answers are posted from another site and come without cookies. Throws a `DeadEnd` for a state that is unknown, used,
 * too old, or of another domain.
 */
export function readPending(request: DomainRequest, state: string): PendingSignIn {
  const { browser: _, ...pending } = find(request, state);
  return pending;
}

/**
 * The sign-in that a provider's answer belongs to; it can be taken once. Throws a `DeadEnd` for a state that is unknown,
 * used, too old, of another domain, or of another browser.
 */
export function takePending(request: DomainRequest, state: string): PendingSignIn {
  const { browser, ...pending } = find(request, state);
  if (!isSameBrowser(request, browser)) {
    const text = 'The answer came in another browser than the one that began, and was not taken.';
    traceOf(request, pending).step('response', text);
    throw new DeadEnd('expired', pending.clientId);
  }
  if (!request.cognito.store.sessions.markUsed(idOf(state))) {
    throw new DeadEnd('unsolicited', pending.clientId);
  }
  return pending;
}

function find(request: DomainRequest, state: string): Stored {
  const { cognito, pool, baseUrl } = request;
  const record = cognito.store.sessions.get(idOf(state));
  if (!record || record.poolId !== pool.id || record.used) throw new DeadEnd('unsolicited');
  const { challenge: _, ...stored } = record.state as unknown as { challenge: string } & Stored;
  if (stored.baseUrl !== baseUrl) throw new DeadEnd('unsolicited');
  if (cognito.clock() < record.expiresAt) return stored;
  traceOf(request, stored).end({
    result: 'refused',
    text: 'The answer came more than five minutes after the sign-in began.',
    remedy: 'Begin again in the app.',
  });
  throw new DeadEnd('expired', stored.clientId);
}

const traceOf = ({ cognito, pool }: DomainRequest, { traceId }: PendingSignIn) =>
  resumeTrace(cognito, pool.id, traceId);

function isSameBrowser(request: DomainRequest, expected: string): boolean {
  const secret = browserSecret(request);
  return secret !== undefined && timingSafeEqual(Buffer.from(sha256(secret)), Buffer.from(expected));
}

function browserSecret({ cookies }: DomainRequest): string | undefined {
  const secret = cookies[cookieName];
  return secret !== undefined && secretForm.test(secret) ? secret : undefined;
}

const newSecret = () => randomBytes(32).toString('base64url');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const idOf = (state: string) => `federation:${sha256(state)}`;

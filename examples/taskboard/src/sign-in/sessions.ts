import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, TenantId } from '@cohabit/core';
import type { PendingManagedLogin } from '@cohabit/sdk/sign-in';
import type { OwnTenant } from '../control-plane/client.ts';
import type { Challenge, SignInClient, TokenSet } from './cognito.ts';

/** Tokens of one tenant, as verified. */
export interface TenantTokens extends TokenSet {
  tenantId: TenantId;
  /** Seconds since the epoch. */
  expiresAt: number;
}

/** One person at one app client: what makes tokens for each of their tenants there. */
export interface SignIn {
  client: SignInClient;
  email: string;
  refreshToken: string;
  /** Managed login, which remembers the browser, was part of it. */
  isByManagedLogin: boolean;
  /** By tenant slug, as it stands in the address. */
  tokens: Map<string, TenantTokens>;
  /** What the control plane said last. */
  ownTenants?: { list: OwnTenant[]; readAt: number };
}

/** A sign-in that goes on at managed login or at an identity provider. */
export interface AwaySignIn {
  client: SignInClient;
  wanted: NonNullable<PendingSignIn['wanted']>;
  /** What only this browser may redeem. */
  managedLogin: PendingManagedLogin;
}

/** A sign-in under way. */
export interface PendingSignIn {
  email: string;
  /** The tenant asked for, when the person began at a tenant and not with their e-mail address. */
  wanted?: { slug: string; name: string; tenantId: TenantId };
  client?: SignInClient;
  challenge?: Challenge;
}

export interface Session {
  signIns: SignIn[];
  pending?: PendingSignIn;
  /** One for each tab that went away to sign in, the latest last. */
  away?: AwaySignIn[];
  /** Where the browser is still signed in after it has signed out here: managed login of these clients. */
  leaving?: SignInClient[];
  /** Why the last sign-in came to nothing; shown once. */
  refusal?: string;
  /** Shown once on the next page. */
  notice?: string;
  lastTenantSlug?: string;
}

/** What the server knows of browsers, in memory: bounded, expiring, keyed by the hash of a random id in a cookie. */
export interface Sessions {
  newId(): string;
  find(id: string): Session | undefined;
  save(id: string, session: Session): void;
  remove(id: string): void;
  /** The token that forms of this browser carry. */
  formToken(id: string): string;
  isFormToken(id: string, token: string): boolean;
}

const MAX_SESSIONS = 10_000;
const IDLE_MS = 8 * 3_600_000;

export function createSessions(options: { secret: string; clock: Clock; maxSessions?: number }): Sessions {
  const { secret, clock, maxSessions = MAX_SESSIONS } = options;
  const sessions = new Map<string, { session: Session; usedAt: number }>();
  const keyOf = (id: string) => createHash('sha256').update(id).digest('base64url');
  const formToken = (id: string) => createHmac('sha256', secret).update(`form:${id}`).digest('base64url');

  function save(id: string, session: Session): void {
    const key = keyOf(id);
    // Deleting first keeps the map in the order of last use, so that the first entry is the one to give up.
    sessions.delete(key);
    sessions.set(key, { session, usedAt: clock() });
    for (const [oldest, { usedAt }] of sessions) {
      if (sessions.size <= maxSessions && usedAt + IDLE_MS > clock()) break;
      sessions.delete(oldest);
    }
  }

  return {
    newId: () => randomBytes(32).toString('base64url'),
    find(id) {
      const found = sessions.get(keyOf(id));
      if (!found || found.usedAt + IDLE_MS <= clock()) return undefined;
      save(id, found.session);
      return found.session;
    },
    save,
    remove: (id) => void sessions.delete(keyOf(id)),
    formToken,
    isFormToken(id, token) {
      const expected = Buffer.from(formToken(id));
      const given = Buffer.from(token);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

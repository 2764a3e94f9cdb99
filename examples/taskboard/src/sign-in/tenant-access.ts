import type { Clock } from '@cohabit/core';
import type { TenantContext, Verifier } from '@cohabit/sdk';
import type { ControlPlaneClient, OwnTenant } from '../control-plane/client.ts';
import type { CognitoSignIn, SignInClient, TokenSet } from './cognito.ts';
import type { PendingSignIn, Session, SignIn, TenantTokens } from './sessions.ts';
import { SignInError } from './sign-in-error.ts';

/** A person in one tenant: proved by a token that was verified just now. */
export interface TenantAccess {
  context: TenantContext;
  tokens: TenantTokens;
  signIn: SignIn;
}

/** From a browser's session to a tenant. The slug only chooses among tokens; the tenant is the one in the token. */
export interface TenantAccessor {
  /** `undefined`: this browser has to sign in for that tenant. Throws `refused` when it may not act there any more. */
  access(session: Session, slug: string): Promise<TenantAccess | undefined>;
  /** Adds a finished sign-in to the session. Answers the tenant of the token, which is the one asked for if that is possible. */
  complete(session: Session, finished: FinishedSignIn): Promise<TenantAccess>;
  /** A valid access token of this sign-in, whatever its tenant. */
  anyToken(session: Session, signIn: SignIn): Promise<string | undefined>;
  /** The tenants the person can go to, for the switcher: what the control plane knows, or else what the session holds. */
  tenantsOf(session: Session): Promise<OwnTenant[]>;
}

/** A sign-in that Cognito has answered with tokens. */
interface FinishedSignIn {
  email: string;
  /** The tenant asked for. */
  wanted: PendingSignIn['wanted'] | undefined;
  client: SignInClient;
  tokens: TokenSet;
  isByManagedLogin: boolean;
}

/** Tokens are renewed this long before they expire, so that they last through the request. */
const MARGIN_SECONDS = 10;
/** How long the switcher may show an older list. */
const OWN_TENANTS_MS = 15_000;

export function createTenantAccessor(options: {
  verifier: Verifier;
  cognito: CognitoSignIn;
  controlPlane: ControlPlaneClient;
  clock: Clock;
}): TenantAccessor {
  const { verifier, cognito, controlPlane, clock } = options;
  const renewals = new Map<SignIn, Map<string, Promise<TenantAccess>>>();
  const isFresh = (tokens: TenantTokens) => tokens.expiresAt - MARGIN_SECONDS > clock() / 1000;

  async function keep(signIn: SignIn, tokens: TokenSet): Promise<TenantAccess> {
    const context = await verifier.verify(tokens.accessToken);
    if (tokens.refreshToken) signIn.refreshToken = tokens.refreshToken;
    const kept = { ...tokens, tenantId: context.tenantId, expiresAt: context.token.expiresAt };
    signIn.tokens.set(context.tenantSlug, kept);
    return { context, tokens: kept, signIn };
  }

  /** One refresh at a time for each sign-in and tenant: two tabs loading at once share it. */
  function renew(signIn: SignIn, slug: string, tenantId: string): Promise<TenantAccess> {
    const running = renewals.get(signIn) ?? new Map<string, Promise<TenantAccess>>();
    renewals.set(signIn, running);
    const existing = running.get(slug);
    if (existing) return existing;
    const renewal = cognito
      .refresh(signIn.client, signIn.refreshToken, tenantId)
      .then((tokens) => keep(signIn, tokens))
      .finally(() => {
        running.delete(slug);
        if (running.size === 0) renewals.delete(signIn);
      });
    running.set(slug, renewal);
    return renewal;
  }

  /** Renews and forgets what turns out to be over: the tenant's tokens when refused, the sign-in when it has ended. */
  async function tryRenew(
    session: Session,
    signIn: SignIn,
    slug: string,
    tenantId: string,
  ): Promise<TenantAccess | undefined> {
    try {
      const access = await renew(signIn, slug, tenantId);
      return access.context.tenantSlug === slug ? access : undefined;
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      if (error.problem === 'session_over' || error.problem === 'not_possible') {
        session.signIns = session.signIns.filter((other) => other !== signIn);
        return undefined;
      }
      if (error.problem === 'refused') signIn.tokens.delete(slug);
      throw error;
    }
  }

  async function freshToken(session: Session, signIn: SignIn): Promise<string | undefined> {
    for (const [slug, tokens] of signIn.tokens) {
      if (isFresh(tokens)) return tokens.accessToken;
      const renewed = await tryRenew(session, signIn, slug, tokens.tenantId).catch(() => undefined);
      if (renewed) return renewed.tokens.accessToken;
    }
    return undefined;
  }

  async function listTenants(session: Session, signIn: SignIn): Promise<OwnTenant[]> {
    const { ownTenants } = signIn;
    if (ownTenants && ownTenants.readAt + OWN_TENANTS_MS > clock()) return ownTenants.list;
    const accessToken = await freshToken(session, signIn);
    if (!accessToken) return [];
    const all = await controlPlane.ownTenants(accessToken);
    const list = all.filter((tenant) => tenant.status === 'active' || tenant.status === 'invited');
    signIn.ownTenants = { list, readAt: clock() };
    return list;
  }

  return {
    async access(session, slug) {
      for (const signIn of session.signIns) {
        const tokens = signIn.tokens.get(slug);
        if (!tokens) continue;
        if (!isFresh(tokens)) return tryRenew(session, signIn, slug, tokens.tenantId);
        const context = await verifier.verify(tokens.accessToken);
        return context.tenantSlug === slug ? { context, tokens, signIn } : undefined;
      }
      for (const signIn of session.signIns) {
        const tenants = await listTenants(session, signIn).catch(() => []);
        const tenant = tenants.find((candidate) => candidate.slug === slug);
        if (!tenant) continue;
        // Refused here means that the tenant has a sign-in of its own: the caller leads there.
        const switched = await tryRenew(session, signIn, slug, tenant.tenantId).catch((error: unknown) => {
          if (error instanceof SignInError && error.problem === 'refused') return undefined;
          throw error;
        });
        if (switched) return switched;
      }
      return undefined;
    },

    anyToken: freshToken,

    async complete(session, { email, wanted, client, tokens, isByManagedLogin }) {
      if (!tokens.refreshToken) {
        throw new SignInError('cognito_unavailable', 'The sign-in service sent no refresh token.');
      }
      const { refreshToken } = tokens;
      const signIn: SignIn = { client, email, refreshToken, isByManagedLogin, tokens: new Map() };
      const first = await keep(signIn, tokens);
      const isSameClient = (other: SignIn) =>
        other.client.userPoolId === client.userPoolId && other.client.clientId === client.clientId;
      const replaced = session.signIns.filter(isSameClient);
      session.signIns = [signIn, ...session.signIns.filter((other) => !isSameClient(other))];
      session.lastTenantSlug = first.context.tenantSlug;
      // Nobody can use them here any more; if Cognito does not answer, they end by themselves.
      await Promise.allSettled(replaced.map((old) => cognito.revoke(old.client, old.refreshToken)));
      if (!wanted || first.context.tenantId === wanted.tenantId) return first;
      return renew(signIn, wanted.slug, wanted.tenantId);
    },

    async tenantsOf(session) {
      const bySlug = new Map<string, OwnTenant>();
      for (const signIn of session.signIns) {
        const known = await listTenants(session, signIn).catch(() => []);
        for (const tenant of known) bySlug.set(tenant.slug, tenant);
        for (const [slug, { tenantId }] of signIn.tokens) {
          if (!bySlug.has(slug))
            bySlug.set(slug, { tenantId, slug, name: slug, roles: [], status: 'active' });
        }
      }
      return [...bySlug.values()].sort((a, b) => a.name.localeCompare(b.name));
    },
  };
}

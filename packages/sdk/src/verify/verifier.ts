import { type Clock, systemClock, type TenantClaims } from '@cohabit/core';
import type { OperatorContext, TenantContext } from '../context/tenant-context.ts';
import {
  type Acceptance,
  operatorContext,
  requireAccepted,
  requireServed,
  requireTenantClaims,
  tenantContext,
} from './admit.ts';
import { fetchJson as fetchSmallJson } from './fetch-json.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import { createProver, type ProvenToken } from './prove.ts';
import { createSeenTokens } from './seen-tokens.ts';
import type { TrustedTenant, TrustSource } from './trust.ts';

export interface Verifier {
  /**
   * The tenant context of an access token (or of an ID token, if asked for). Throws `token_*` errors with
   * `{ actual, expected }` in `details`, `issuer_unavailable`, `tenant_suspended`, and errors of the trust source.
   */
  verify(token: string, options?: { tokenUse?: 'access' | 'id' }): Promise<TenantContext>;
  /** The context of an operator's access token; a tenant's token is `token_client_unknown` here. */
  verifyOperator(token: string): Promise<OperatorContext>;
  /** Either of both, by the audience of the app client the access token was issued to. */
  verifyAny(token: string): Promise<TenantContext | OperatorContext>;
}

interface SeenToken extends ProvenToken {
  /** The last context made of the token, good as long as the tenant's slug and plan stay. */
  context?: TenantContext;
}

/** Of about 5 KB each with their claims. Only proved tokens are kept, so strangers cannot fill the cache. */
const MAX_SEEN_TOKENS = 10_000;

/**
 * Verifies Cognito tokens of many issuers. Form, issuer and app client are checked before any network call, then
 * signature and times, then token use, tenant and its suspension. A token seen before skips the proof until it
 * expires or its key is withdrawn, but never the questions to the trust source. `fetchJson` reads the JWKS and must
 * limit time and size itself; the built-in one does.
 */
export function createVerifier(options: {
  trust: TrustSource;
  /** Base address of an embedded Cognito, such as `http://localhost:9229`; absent on AWS. */
  cognitoEndpoint?: string;
  clock?: Clock;
  fetchJson?: (url: string) => Promise<unknown>;
}): Verifier {
  const { trust, cognitoEndpoint, clock = systemClock, fetchJson = fetchSmallJson } = options;
  const keys = createIssuerKeys({ clock, fetchJson });
  const prove = createProver({ trust, keys, cognitoEndpoint, clock });
  const seen = createSeenTokens<SeenToken>(MAX_SEEN_TOKENS);

  function recallSeen(token: string): SeenToken | undefined {
    const known = typeof token === 'string' ? seen.get(token) : undefined;
    if (known === undefined) return undefined;
    const isAlive = clock() < known.token.expiresAt * 1000;
    if (isAlive && keys.recall(known.token.issuer, known.kid) === known.key) return known;
    seen.delete(token);
    return undefined;
  }

  async function proveAndKeep(token: string): Promise<SeenToken> {
    const proven = await prove(token);
    if (clock() < proven.token.expiresAt * 1000) seen.set(token, proven);
    return proven;
  }

  function contextOf(proven: SeenToken, claims: TenantClaims, tenant: TrustedTenant): TenantContext {
    const { context } = proven;
    if (context?.plan === tenant.plan && context.tenantSlug === tenant.slug) return context;
    proven.context = tenantContext(proven, claims, tenant);
    return proven.context;
  }

  /** Without waiting; `undefined` if the token is new or the trust source has to be asked. */
  function recallContext(token: string, accepts: Acceptance): TenantContext | OperatorContext | undefined {
    const known = recallSeen(token);
    const remembered = known && trust.recallPlacement?.(known.userPoolId, known.clientId);
    if (!remembered) return undefined;
    const placement = requireAccepted(known, remembered.value, accepts);
    if (placement.audience === 'operators') return operatorContext(known);
    const claims = requireTenantClaims(known, placement);
    const tenant = trust.recallTenant?.(claims.tenant_id);
    return tenant && contextOf(known, claims, requireServed(claims.tenant_id, placement, tenant.value));
  }

  async function findContext(token: string, accepts: Acceptance): Promise<TenantContext | OperatorContext> {
    const proven = recallSeen(token) ?? (await proveAndKeep(token));
    const found = await trust.findPlacement(proven.userPoolId, proven.clientId);
    const placement = requireAccepted(proven, found, accepts);
    if (placement.audience === 'operators') return operatorContext(proven);
    const claims = requireTenantClaims(proven, placement);
    const tenant = await trust.findTenant(claims.tenant_id);
    return contextOf(proven, claims, requireServed(claims.tenant_id, placement, tenant));
  }

  function verifyAs(token: string, accepts: Acceptance): Promise<TenantContext | OperatorContext> {
    try {
      const context = recallContext(token, accepts);
      return context ? Promise.resolve(context) : findContext(token, accepts);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  return {
    verify: (token, { tokenUse = 'access' } = {}) =>
      verifyAs(token, { use: tokenUse, audience: 'tenants' }) as Promise<TenantContext>,
    verifyOperator: (token) =>
      verifyAs(token, { use: 'access', audience: 'operators' }) as Promise<OperatorContext>,
    verifyAny: (token) => verifyAs(token, { use: 'access', audience: 'any' }),
  };
}

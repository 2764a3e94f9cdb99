import type { PlacementKey, TenantId } from '@cohabit/core';

/** An app client whose tokens are accepted, and for whom. */
export interface TrustedPlacement {
  userPoolId: string;
  clientId: string;
  region: string;
  audience: 'tenants' | 'operators';
  /** The one tenant the client is bound to; absent on the client that `shared` tenants have in common. */
  tenantId?: TenantId;
}

/** A tenant as verification needs it. */
export interface TrustedTenant {
  id: TenantId;
  slug: string;
  plan: string;
  suspended: boolean;
  /** The app clients that serve the tenant. */
  placements: PlacementKey[];
}

/** An answer that is at hand; `value` is `undefined` when it is known that there is no such thing. */
export interface Known<T> {
  value: T | undefined;
}

/**
 * Whom to trust. A verifier asks for the placement of every token before it fetches anything, and for placement and
 * tenant on every use of a token, so an implementation caches, for no longer than a suspension may take to act.
 */
export interface TrustSource {
  findPlacement(userPoolId: string, clientId: string): Promise<TrustedPlacement | undefined>;
  findTenant(id: TenantId): Promise<TrustedTenant | undefined>;
  /** What is cached and fresh, without I/O; `undefined`: ask. Lets a token seen before be checked without waiting. */
  recallPlacement?(userPoolId: string, clientId: string): Known<TrustedPlacement> | undefined;
  recallTenant?(id: TenantId): Known<TrustedTenant> | undefined;
}

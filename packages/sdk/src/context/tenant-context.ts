import { AsyncLocalStorage } from 'node:async_hooks';
import { CohabitError, type PlacementKey, type TenantId, type UserId } from '@cohabit/core';

/** The verified token a context was made from. Times are NumericDates (RFC 7519 §2): seconds since the epoch. */
export interface VerifiedToken {
  issuer: string;
  subject: string;
  use: 'access' | 'id';
  issuedAt: number;
  expiresAt: number;
  /** When the person last proved who they are; refreshing does not move it. */
  authTime: number;
  /** All claims as the token has them, deeply frozen. */
  claims: Readonly<Record<string, unknown>>;
}

/** A user acting in one tenant, proved by a verified token and the placement it was issued at. Deeply frozen. */
export interface TenantContext {
  kind: 'tenant';
  tenantId: TenantId;
  tenantSlug: string;
  /** The tenant's plan as the registry has it now, which may be newer than the token's `tenant_plan`. */
  plan: string;
  userId: UserId;
  roles: readonly string[];
  membershipVersion: number;
  placement: PlacementKey;
  token: VerifiedToken;
}

/** Somebody who runs the product, proved by a token of the operators' pool. Deeply frozen. */
export interface OperatorContext {
  kind: 'operator';
  subject: string;
  token: VerifiedToken;
}

const storage = new AsyncLocalStorage<TenantContext>();

/** Runs `work` and everything it starts (awaits, timers, streams) as this tenant; contexts nest. */
export function runWithTenant<T>(context: TenantContext, work: () => T): T {
  return storage.run(context, work);
}

/** The tenant the running code acts for. Throws `tenant_context_missing` outside {@link runWithTenant}. */
export function currentTenant(): TenantContext {
  const context = storage.getStore();
  if (context) return context;
  throw new CohabitError(
    'tenant_context_missing',
    'There is no current tenant here. Run this code behind the tenant middleware or inside runWithTenant().',
  );
}

/** The current tenant, or `undefined` outside {@link runWithTenant}. */
export function maybeCurrentTenant(): TenantContext | undefined {
  return storage.getStore();
}

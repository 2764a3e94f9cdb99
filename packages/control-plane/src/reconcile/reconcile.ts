import {
  type CohabitError,
  isCohabitError,
  isoNow,
  put,
  type Tenant,
  type TenantId,
  tenants,
} from '@cohabit/core';
import { mapCognitoError } from '../cognito/map-errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import { offboardTenant } from './offboard.ts';
import type { ReconcileParts } from './parts.ts';
import { settleTenant } from './settle.ts';

/**
 * Makes one tenant what its spec says. Answers the tenant as it is then, or `undefined` when it has been removed. The
 * secret of an OIDC provider that the caller has just set is passed on to Cognito, and kept nowhere.
 */
export type Reconcile = (
  tenantId: TenantId,
  secrets?: { clientSecret?: string | undefined },
) => Promise<Tenant | undefined>;

/**
 * Compares what should be with what is and applies the difference. One run per tenant at a time in this process; the
 * next one waits. A failure is not thrown: it stands in `status.problem` until a run succeeds. `onFailure` is told of
 * failures that are not among our named errors.
 */
export function createReconciler(parts: ReconcileParts, onFailure: (error: unknown) => void): Reconcile {
  const running = new Map<TenantId, Promise<unknown>>();

  async function run(tenantId: TenantId, clientSecret: string | undefined): Promise<Tenant | undefined> {
    for (let attempt = 1; ; attempt++) {
      const tenant = await parts.registry.get(tenants, tenantId, 'tenant');
      if (!tenant) return undefined;
      try {
        if (tenant.spec.desired !== 'removed') {
          return await settleTenant(parts, tenant, clientSecret);
        }
        await offboardTenant(parts, tenant);
        return undefined;
      } catch (error) {
        const wasChanged = isCohabitError(error, 'version_conflict') && attempt < 3;
        if (!wasChanged) return storeProblem(parts, tenantId, error, onFailure);
      }
    }
  }

  return async (tenantId, { clientSecret } = {}) => {
    const before = running.get(tenantId) ?? Promise.resolve();
    const mine = before.then(
      () => run(tenantId, clientSecret),
      () => run(tenantId, clientSecret),
    );
    running.set(tenantId, mine);
    try {
      return await mine;
    } finally {
      if (running.get(tenantId) === mine) running.delete(tenantId);
    }
  };
}

/**
 * Reconciles every tenant that an earlier process left with work to do, or settled with other settings of the
 * installation than these.
 */
export async function resumeTenants(parts: ReconcileParts, reconcile: Reconcile): Promise<void> {
  const fingerprint = fingerprintOf(parts);
  let cursor: string | undefined;
  do {
    const page = await parts.registry.queryIndex(tenants, 'all', 'all', { limit: 100, cursor });
    for (const tenant of page.items) {
      const isSettled = tenant.status.phase === 'active' || tenant.status.phase === 'suspended';
      const isUpToDate = tenant.settledWith === fingerprint;
      if (!isSettled || tenant.status.problem || !isUpToDate) await reconcile(tenant.id);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function storeProblem(
  parts: ReconcileParts,
  tenantId: TenantId,
  cause: unknown,
  onFailure: (error: unknown) => void,
): Promise<Tenant | undefined> {
  const failure = mapCognitoError(cause);
  if (!isCohabitError(failure)) onFailure(failure);
  const tenant = await parts.registry.get(tenants, tenantId, 'tenant');
  if (!tenant) return undefined;
  const problem = { ...describe(failure), at: isoNow(parts.clock) };
  const stored: Tenant = { ...tenant, status: { ...tenant.status, problem } };
  await parts.registry.commit([put(tenants, stored)]);
  return { ...stored, version: tenant.version + 1 };
}

function describe(failure: unknown): Pick<CohabitError, 'code' | 'message'> {
  if (isCohabitError(failure)) return { code: failure.code, message: failure.message };
  return { code: 'internal', message: 'Something went wrong on our side. The next run tries again.' };
}

import { CohabitError, isCohabitError, isoNow, type Tenant, type TenantId } from '@cohabit/core';
import { tenantGone } from '../members/invite-member.ts';
import { type Actor, historyOf } from './history-entry.ts';
import type { TenantParts } from './parts.ts';
import { getTenant } from './read-tenants.ts';
import { storeTenant } from './tenant-placement.ts';

/**
 * Refuses sign-in and refresh in the tenant from the next token on: spec, phase and the copy that token issue reads
 * change in one commit. Tokens that are out stay valid until they end or until the product's verifier reads the tenant
 * again. Idempotent. Throws `tenant_not_found` or `tenant_not_ready`.
 */
export async function suspendTenant(parts: TenantParts, tenantId: TenantId, actor: Actor): Promise<Tenant> {
  return changeDesired(
    parts,
    tenantId,
    { desired: 'suspended', phase: 'suspended', step: 'tenant.suspend' },
    actor,
  );
}

/** Lets people in again. Idempotent. Throws `tenant_not_found` or `tenant_not_ready`. */
export async function resumeTenant(parts: TenantParts, tenantId: TenantId, actor: Actor): Promise<Tenant> {
  return changeDesired(parts, tenantId, { desired: 'active', phase: 'active', step: 'tenant.resume' }, actor);
}

/**
 * Refuses sign-in at once, then removes everything the tenant has. Answers `undefined` when all is gone, otherwise the
 * tenant in phase `offboarding` with `status.problem`; calling again goes on. Throws `tenant_not_found`.
 */
export async function removeTenant(
  parts: TenantParts,
  tenantId: TenantId,
  actor: Actor,
): Promise<Tenant | undefined> {
  await changeDesired(
    parts,
    tenantId,
    { desired: 'removed', phase: 'offboarding', step: 'tenant.remove' },
    actor,
  );
  return parts.reconcile(tenantId);
}

interface DesiredChange {
  desired: Tenant['spec']['desired'];
  phase: Tenant['status']['phase'];
  step: string;
}

async function changeDesired(
  parts: TenantParts,
  tenantId: TenantId,
  change: DesiredChange,
  actor: Actor,
): Promise<Tenant> {
  const { registry, clock } = parts;
  for (let attempt = 1; ; attempt++) {
    const tenant = await getTenant(registry, tenantId);
    if (tenant.spec.desired === change.desired) return tenant;
    if (change.desired !== 'removed') requireSettled(tenant);
    const changed: Tenant = {
      ...tenant,
      spec: { ...tenant.spec, desired: change.desired },
      status: { ...tenant.status, phase: change.phase },
      updatedAt: isoNow(clock),
    };
    try {
      const entry = historyOf(tenantId, { actor, step: change.step, outcome: 'done' }, clock);
      await registry.commit([...(await storeTenant(registry, changed)), entry]);
      return { ...changed, version: tenant.version + 1 };
    } catch (error) {
      if (!isCohabitError(error, 'version_conflict') || attempt === 5) throw error;
    }
  }
}

function requireSettled(tenant: Tenant): void {
  if (tenant.spec.desired === 'removed') throw tenantGone();
  if (tenant.status.phase === 'active' || tenant.status.phase === 'suspended') return;
  const message = `The tenant is in phase "${tenant.status.phase}". Wait until it is active, then try again.`;
  throw new CohabitError('tenant_not_ready', message, { details: { phase: tenant.status.phase } });
}

import {
  CohabitError,
  emailKey,
  isoNow,
  memberships,
  type Placement,
  type PlacementKey,
  placements,
  put,
  type Tenant,
  type TenantId,
  tenants,
  userPools,
  users,
} from '@cohabit/core';
import { holds } from '../cognito/differences.ts';
import { emailNamespace, inviteMember } from '../members/invite-member.ts';
import { boundTenant, ownClient } from '../tenants/tenant-placement.ts';
import { ensureAppClient } from './app-client.ts';
import { sharedClient } from './bootstrap.ts';
import { poolTags, tenantClientName, tenantPoolName } from './names.ts';
import type { ReconcileParts } from './parts.ts';
import { type Steps, tenantSteps } from './steps.ts';
import { ensureUserPool } from './user-pool.ts';

/**
 * Makes a tenant what its spec says: its pool and client, its placement, its first admin, and last its phase. Every
 * part is left alone that is right already, so an interrupted run is finished by the next one.
 */
export async function settleTenant(parts: ReconcileParts, tenant: Tenant): Promise<Tenant> {
  const steps = tenantSteps(parts, tenant.id);
  const own = await ensureOwnClient(parts, steps, tenant);
  await storePlacement(parts, steps, tenant, own);
  if (tenant.status.phase === 'onboarding') await ensureFirstAdmin(parts, steps, tenant.id);
  return storePhase(parts, tenant.id);
}

async function ensureOwnClient(parts: ReconcileParts, steps: Steps, tenant: Tenant): Promise<PlacementKey> {
  const { cognito, environment, registry } = parts;
  const known = ownClient(tenant);
  const { model, settings } = tenant.spec;
  if (model === 'shared') return known ?? (await sharedClient(registry));
  const userPoolId =
    model === 'app-client'
      ? (known ?? (await sharedClient(registry))).userPoolId
      : await ensureUserPool(
          cognito,
          steps,
          {
            name: tenantPoolName(environment, tenant.id),
            tags: poolTags(environment, { tenantId: tenant.id }),
            triggers: parts.triggerArns,
            settings,
          },
          known?.userPoolId,
        );
  const client = { userPoolId, name: tenantClientName(tenant.id), settings };
  return { userPoolId, clientId: await ensureAppClient(cognito, steps, client, known?.clientId) };
}

async function storePlacement(
  parts: ReconcileParts,
  steps: Steps,
  tenant: Tenant,
  own: PlacementKey,
): Promise<void> {
  const { registry, region } = parts;
  const serving = [own];
  if (tenant.spec.settings.sharedClientSignIn) serving.push(await sharedClient(registry));
  const current = await registry.get(tenants, tenant.id, 'tenant');
  if (!current) throw gone();
  const changes = holds(current.placements, serving)
    ? []
    : [put(tenants, { ...current, placements: serving, updatedAt: isoNow(parts.clock) })];

  if (tenant.spec.model !== 'shared') {
    const known = await registry.get(placements, own.userPoolId, own.clientId);
    const wanted: Omit<Placement, 'version'> = {
      ...own,
      region,
      audience: 'tenants',
      model: tenant.spec.model,
      tenant: boundTenant(current),
    };
    if (!holds(known, wanted)) changes.push(put(placements, { ...wanted, version: known?.version ?? 0 }));
  }
  if (tenant.spec.model === 'user-pool') {
    const known = await registry.get(userPools, 'tenant', own.userPoolId);
    const pool = { ...own, region, purpose: 'tenant' as const, tenantId: tenant.id, version: 0 };
    if (!known) changes.push(put(userPools, pool));
  }
  if (changes.length > 0) await steps.run('placement.store', () => registry.commit(changes));
}

async function ensureFirstAdmin(parts: ReconcileParts, steps: Steps, tenantId: TenantId): Promise<void> {
  const { registry } = parts;
  const tenant = await registry.get(tenants, tenantId, 'tenant');
  if (!tenant) throw gone();
  const { email, name } = tenant.spec.firstAdmin;
  const user = await registry.getByUnique(users, emailKey(emailNamespace(tenant), email));
  if (user && (await registry.get(memberships, tenantId, user.id))) return;
  await steps.run('first-admin.invite', () =>
    inviteMember(parts, tenantId, { email, name, roles: ['admin'] }, 'reconciler'),
  );
}

async function storePhase(parts: ReconcileParts, tenantId: TenantId): Promise<Tenant> {
  const tenant = await parts.registry.get(tenants, tenantId, 'tenant');
  if (!tenant) throw gone();
  const phase = tenant.spec.desired === 'suspended' ? 'suspended' : 'active';
  if (tenant.status.phase === phase && !tenant.status.problem) return tenant;
  const settled: Tenant = { ...tenant, status: { phase }, updatedAt: isoNow(parts.clock) };
  await parts.registry.commit([put(tenants, settled)]);
  return { ...settled, version: tenant.version + 1 };
}

function gone(): CohabitError {
  return new CohabitError('tenant_not_found', 'The tenant is gone.');
}

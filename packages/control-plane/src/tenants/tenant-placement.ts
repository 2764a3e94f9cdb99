import {
  type Change,
  type Placement,
  type PlacementKey,
  placements,
  put,
  type Registry,
  type Tenant,
  tenants,
} from '@cohabit/core';

/** The copy of a tenant that stands in the placement of a client bound to it. */
export function boundTenant(tenant: Tenant): NonNullable<Placement['tenant']> {
  return {
    id: tenant.id,
    slug: tenant.slug,
    plan: tenant.spec.plan,
    suspended: tenant.spec.desired !== 'active',
    ...(tenant.identityProvider && { identityProvider: tenant.identityProvider }),
    ...(tenant.breakGlass && { breakGlass: tenant.breakGlass }),
  };
}

/** The tenant's own client, if it has one already. */
export function ownClient(tenant: Tenant): PlacementKey | undefined {
  return tenant.placements[0];
}

/**
 * The changes that store a tenant together with the copy in its own placement. A tenant of model `shared`, or one that
 * is still without a client, has no such copy.
 */
export async function storeTenant(registry: Registry, tenant: Tenant): Promise<Change[]> {
  const own = ownClient(tenant);
  const changes = [put(tenants, tenant)];
  if (!own || tenant.spec.model === 'shared') return changes;
  const placement = await registry.get(placements, own.userPoolId, own.clientId);
  if (placement) changes.push(put(placements, { ...placement, tenant: boundTenant(tenant) }));
  return changes;
}

import {
  type Clock,
  isCohabitError,
  isoNow,
  type Membership,
  memberships,
  type Registry,
  storeMembership,
  systemClock,
  type TenantId,
  tenants,
  type UserId,
} from '@cohabit/core';

/**
 * Turns an invited membership into an active one, with its grants, and answers the membership as it is then. Somebody
 * else may be faster (Cognito calls triggers twice): then theirs counts. `undefined` when there is nothing to activate.
 */
export async function activateMembership(
  registry: Registry,
  key: { tenantId: TenantId; userId: UserId },
  clock: Clock = systemClock,
): Promise<Membership | undefined> {
  for (let attempt = 1; ; attempt++) {
    const [membership, tenant] = await Promise.all([
      registry.get(memberships, key.tenantId, key.userId),
      registry.get(tenants, key.tenantId, 'tenant'),
    ]);
    if (!membership || !tenant || membership.status !== 'invited') return membership;
    const active: Membership = { ...membership, status: 'active', updatedAt: isoNow(clock) };
    try {
      await registry.commit(storeMembership(active, tenant.placements));
      return { ...active, version: membership.version + 1 };
    } catch (error) {
      if (!isCohabitError(error, 'version_conflict') || attempt === 3) throw error;
    }
  }
}

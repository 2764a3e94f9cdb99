import {
  CohabitError,
  isCohabitError,
  isoNow,
  type Membership,
  memberships,
  put,
  type Registry,
  requireRoles,
  storeMembership,
  type Tenant,
  type TenantId,
  tenants,
  type UserId,
} from '@cohabit/core';
import { type Actor, historyOf } from '../tenants/history-entry.ts';
import { type MemberParts, tenantGone } from './invite-member.ts';

interface MemberKey {
  tenantId: TenantId;
  userId: UserId;
}

/** Throws `membership_not_found`, `role_unknown`, or `last_admin` when nobody would be left to run the tenant. */
export async function changeRoles(
  parts: MemberParts,
  key: MemberKey,
  names: readonly string[],
  actor: Actor,
): Promise<Membership> {
  const roles = requireRoles(names);
  // By hand: what the tenant's identity provider gives comes back with the next sign-in there.
  return changeMember(
    parts,
    key,
    ({ manualRoles }) => ({ roles, ...(manualRoles && { manualRoles: roles }) }),
    'member.change-roles',
    actor,
  );
}

/**
 * Takes the person out of the tenant: the membership stays as `removed`, the grants are gone, so the next token is
 * refused. The Cognito profile stays, as it may serve other tenants. Throws as {@link changeRoles} does.
 */
export async function removeMember(parts: MemberParts, key: MemberKey, actor: Actor): Promise<void> {
  await changeMember(parts, key, () => ({ status: 'removed' }), 'member.remove', actor);
}

async function changeMember(
  parts: MemberParts,
  key: MemberKey,
  change: (before: Membership) => Partial<Pick<Membership, 'roles' | 'manualRoles' | 'status'>>,
  step: string,
  actor: Actor,
): Promise<Membership> {
  const { registry, clock } = parts;
  for (let attempt = 1; ; attempt++) {
    const tenant = await registry.get(tenants, key.tenantId, 'tenant');
    if (!tenant) throw tenantGone();
    const before = await registry.get(memberships, key.tenantId, key.userId);
    if (!before || before.status === 'removed') {
      throw new CohabitError('membership_not_found', 'There is no such member in this tenant.');
    }
    const after: Membership = { ...before, ...change(before), updatedAt: isoNow(clock) };
    const losesAdmin = isAdmin(before) && !isAdmin(after);
    if (losesAdmin) await requireOtherAdmin(registry, tenant, before.userId);
    try {
      await registry.commit([
        // Stored unchanged, so that of two admins who leave at the same moment the second one is asked again.
        ...(losesAdmin ? [put(tenants, tenant)] : []),
        ...storeMembership(after, tenant.placements),
        historyOf(key.tenantId, { actor, step, outcome: 'done', message: key.userId }, clock),
      ]);
      return { ...after, version: before.version + 1 };
    } catch (error) {
      if (!isCohabitError(error, 'version_conflict') || attempt === 5) throw error;
    }
  }
}

/** Whether the member runs the tenant, or will when they first sign in. */
export function isAdmin(membership: Membership): boolean {
  const counts = membership.status === 'active' || membership.status === 'invited';
  return counts && membership.roles.includes('admin');
}

async function requireOtherAdmin(registry: Registry, tenant: Tenant, userId: UserId): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await registry.query(memberships, tenant.id, { limit: 200, cursor });
    if (page.items.some((other) => other.userId !== userId && isAdmin(other))) return;
    cursor = page.cursor;
  } while (cursor !== undefined);
  const message = 'This is the last admin of the tenant. Make somebody else an admin first.';
  throw new CohabitError('last_admin', message);
}

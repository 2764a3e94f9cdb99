import {
  type Clock,
  CohabitError,
  isCohabitError,
  isoNow,
  memberships,
  type Registry,
  type Tenant,
  type TenantId,
  type UserId,
} from '@cohabit/core';
import { type Actor, historyOf } from '../tenants/history-entry.ts';
import { getTenant } from '../tenants/read-tenants.ts';
import { storeTenant } from '../tenants/tenant-placement.ts';
import { requireStaying } from '../tenants/work-left.ts';

interface Parts {
  registry: Registry;
  clock: Clock;
}

export interface BreakGlass {
  userId: UserId;
  /** ISO-8601. */
  until: string;
}

/**
 * Lets one member sign in with a password where the tenant accepts only its identity provider: named, for a time, with a
 * reason that stands in the history. Another one that was open ends. Throws `membership_not_found`, or `invalid_request`
 * for a member who has no password.
 */
export async function openBreakGlass(
  parts: Parts,
  tenantId: TenantId,
  wanted: { userId: string; minutes: number; reason: string },
  actor: Actor,
): Promise<BreakGlass> {
  const { registry, clock } = parts;
  const member = await registry.get(memberships, tenantId, wanted.userId);
  if (!member || (member.status !== 'active' && member.status !== 'invited')) {
    throw new CohabitError('membership_not_found', 'There is no such member in this tenant.');
  }
  if (member.identities.every(({ federated }) => federated)) {
    throw new CohabitError(
      'invalid_request',
      'This member comes through the identity provider and has no password. Invite somebody for break-glass.',
    );
  }
  const until = new Date(clock() + wanted.minutes * 60_000).toISOString();
  const breakGlass = { userId: member.userId, until };
  await change(parts, tenantId, (tenant) => ({ ...tenant, breakGlass }), {
    actor,
    step: 'break-glass.open',
    message: `${member.userId} until ${until}: ${wanted.reason}`,
  });
  return breakGlass;
}

/** Ends it at once: the next token is refused. Closing what is not open is fine. */
export async function closeBreakGlass(parts: Parts, tenantId: TenantId, actor: Actor): Promise<void> {
  const tenant = requireStaying(await getTenant(parts.registry, tenantId));
  if (!tenant.breakGlass) return;
  const without = ({ breakGlass: _breakGlass, ...rest }: Tenant): Tenant => rest;
  await change(parts, tenantId, without, { actor, step: 'break-glass.close' });
}

async function change(
  { registry, clock }: Parts,
  tenantId: TenantId,
  make: (tenant: Tenant) => Tenant,
  entry: { actor: Actor; step: string; message?: string },
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const tenant = requireStaying(await getTenant(registry, tenantId));
    const changed = { ...make(tenant), updatedAt: isoNow(clock) };
    try {
      await registry.commit([
        ...(await storeTenant(registry, changed)),
        historyOf(tenantId, { ...entry, outcome: 'done' }, clock),
      ]);
      return;
    } catch (error) {
      if (!isCohabitError(error, 'version_conflict') || attempt === 5) throw error;
    }
  }
}

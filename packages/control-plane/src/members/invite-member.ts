import {
  type Change,
  type Clock,
  CohabitError,
  emailKey,
  expectVersion,
  type Identity,
  identities,
  isCohabitError,
  isoNow,
  type Membership,
  memberships,
  newId,
  normalizeEmail,
  put,
  type Registry,
  requireRoles,
  storeMembership,
  type Tenant,
  type TenantId,
  tenants,
  type User,
  users,
} from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import { type Actor, historyOf } from '../tenants/history-entry.ts';
import { ensureCognitoUser } from './cognito-user.ts';

export interface MemberParts {
  registry: Registry;
  cognito: CognitoClient;
  clock: Clock;
}

export interface Invitation {
  email: string;
  name?: string | undefined;
  roles: readonly string[];
}

/**
 * Makes a person a member: the user is found by e-mail or created, and so is their Cognito profile in the tenant's
 * user pool; membership and grants commit together. Killed anywhere and called again, it makes no second profile.
 * Throws `membership_exists`, `role_unknown`, `tenant_not_found` or `tenant_not_ready` (no client yet).
 */
export async function inviteMember(
  parts: MemberParts,
  tenantId: TenantId,
  invitation: Invitation,
  actor: Actor,
): Promise<Membership> {
  const roles = requireRoles(invitation.roles);
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryInvite(parts, tenantId, { ...invitation, roles }, actor);
    } catch (error) {
      const somebodyWasFaster =
        isCohabitError(error, 'version_conflict') || isCohabitError(error, 'unique_taken');
      if (!somebodyWasFaster || attempt === 5) throw error;
    }
  }
}

async function tryInvite(
  parts: MemberParts,
  tenantId: TenantId,
  invitation: Invitation & { roles: string[] },
  actor: Actor,
): Promise<Membership> {
  const { registry, clock } = parts;
  const tenant = await registry.get(tenants, tenantId, 'tenant');
  if (!tenant || tenant.spec.desired === 'removed') throw tenantGone();
  const userPoolId = tenant.placements[0]?.userPoolId;
  if (userPoolId === undefined)
    throw new CohabitError('tenant_not_ready', 'The tenant has no app client yet.');

  const now = isoNow(clock);
  const email = normalizeEmail(invitation.email);
  const name = invitation.name?.trim() || email.slice(0, email.lastIndexOf('@'));
  const known = await registry.getByUnique(users, emailKey(emailNamespace(tenant), email));
  const before = known && (await registry.get(memberships, tenantId, known.id));
  if (before && before.status !== 'removed') {
    throw new CohabitError('membership_exists', 'This person is a member of the tenant already.', {
      details: { userId: before.userId },
    });
  }

  const user: User = known ?? {
    id: newId('usr', clock),
    email,
    name,
    namespace: emailNamespace(tenant),
    createdAt: now,
    version: 0,
  };
  const { identity, changes } = await ensureIdentity(parts, user, userPoolId);
  const membership: Membership = {
    createdAt: now,
    ...before,
    tenantId,
    userId: user.id,
    email,
    name,
    roles: invitation.roles,
    status: 'invited',
    identities: [{ userPoolId, sub: identity.sub }],
    updatedAt: now,
    version: before?.version ?? 0,
  };
  await registry.commit([
    // Stored even when nothing of it changes: an off-boarding that would remove this user at the same moment fails.
    put(users, user),
    // A tenant that is suspended or removed at the same moment takes nobody in.
    expectVersion(tenants, { partition: tenantId, sort: 'tenant', version: tenant.version }),
    ...changes,
    ...storeMembership(membership, tenant.placements),
    historyOf(tenantId, { actor, step: 'member.invite', outcome: 'done' }, clock),
  ]);
  return { ...membership, version: membership.version + 1 };
}

/** Among whom the e-mail names one person: the people of the tenant's own pool, or everyone in shared pools. */
export function emailNamespace(tenant: Tenant): string {
  return tenant.spec.model === 'user-pool' ? tenant.id : 'shared';
}

export function tenantGone(): CohabitError {
  return new CohabitError('tenant_not_found', 'There is no such tenant.');
}

async function ensureIdentity(
  parts: MemberParts,
  user: User,
  userPoolId: string,
): Promise<{ identity: Identity; changes: Change[] }> {
  const page = await parts.registry.queryIndex(identities, 'byUser', user.id, {
    limit: 1,
    prefix: `${userPoolId}/`,
  });
  const known = page.items[0];
  if (known) return { identity: known, changes: [] };
  const sub = await ensureCognitoUser(parts.cognito, { userPoolId, email: user.email, name: user.name });
  const taken = await parts.registry.get(identities, `${userPoolId}/${sub}`, 'identity');
  if (taken?.userId === user.id) return { identity: taken, changes: [] };
  const identity: Identity = { userPoolId, sub, userId: user.id, kind: 'native', version: 0 };
  // If the profile belongs to another user by now, this fails with a version conflict and the invitation is tried again.
  return { identity, changes: [put(identities, identity)] };
}

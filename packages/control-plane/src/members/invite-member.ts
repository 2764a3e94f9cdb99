import {
  type Change,
  type Clock,
  CohabitError,
  emailKey,
  expectVersion,
  federatedNamespace,
  type Identity,
  identities,
  isCohabitError,
  isoNow,
  isTakenByProviders,
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
  /** To sign in with a password, even if somebody of this e-mail comes through the tenant's identity provider. */
  isForPassword?: boolean;
}

/**
 * Makes a person a member: the user is found by e-mail or created, and so is their Cognito profile in the tenant's
 * user pool; membership and grants commit together. Killed anywhere and called again, it makes no second profile.
 * Throws `membership_exists`, `role_unknown`, `tenant_not_found`, `tenant_not_ready` (no client yet), or `invalid_request`
 * for an e-mail that is kept for people of identity providers.
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
  if (isTakenByProviders(email)) throw emailTaken();
  const name = invitation.name?.trim() || email.slice(0, email.lastIndexOf('@'));
  const back = invitation.isForPassword
    ? undefined
    : await takeBackFederated(parts, tenant, { ...invitation, email }, actor);
  if (back) return back;
  const known = await registry.getByUnique(users, emailKey(emailNamespace(tenant), email));
  const before = known && (await registry.get(memberships, tenantId, known.id));
  if (before && before.status !== 'removed') {
    throw memberAlready(before);
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
    ...invitedAgain(before),
    ...(before?.manualRoles && { manualRoles: invitation.roles }),
    tenantId,
    userId: user.id,
    email,
    name,
    roles: invitation.roles,
    status: 'invited',
    identities: [
      ...(before?.identities.filter(({ federated }) => federated) ?? []),
      { userPoolId, sub: identity.sub },
    ],
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

/**
 * Somebody who came through the tenant's identity provider and was removed may come back the same way. Throws
 * `membership_exists` for one who is still a member; `undefined` for an e-mail that came through no provider here.
 */
async function takeBackFederated(
  { registry, clock }: MemberParts,
  tenant: Tenant,
  invitation: { email: string; roles: string[] },
  actor: Actor,
): Promise<Membership | undefined> {
  const known = await registry.getByUnique(users, emailKey(federatedNamespace(tenant.id), invitation.email));
  const before = known && (await registry.get(memberships, tenant.id, known.id));
  if (!before) return undefined;
  if (before.status !== 'removed') throw memberAlready(before);
  if (before.identities.length === 0) return undefined;
  const { roles } = invitation;
  const membership: Membership = {
    ...before,
    roles,
    manualRoles: roles,
    status: 'invited',
    updatedAt: isoNow(clock),
  };
  await registry.commit([
    expectVersion(tenants, { partition: tenant.id, sort: 'tenant', version: tenant.version }),
    ...storeMembership(membership, tenant.placements),
    historyOf(tenant.id, { actor, step: 'member.invite', outcome: 'done' }, clock),
  ]);
  return { ...membership, version: before.version + 1 };
}

function invitedAgain(before: Membership | undefined): Partial<Membership> {
  const { revokedWithProvider: _revoked, ...rest } = before ?? {};
  return rest;
}

function emailTaken(): CohabitError {
  const message =
    'E-mails that begin like this are names of people who come through an identity provider. Use another one.';
  return new CohabitError('invalid_request', message);
}

function memberAlready({ userId }: Membership): CohabitError {
  return new CohabitError('membership_exists', 'This person is a member of the tenant already.', {
    details: { userId },
  });
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
    limit: 1000,
    prefix: `${userPoolId}/`,
  });
  // Never a provider's profile: it acts in the tenant whose provider it is, and nowhere else.
  const known = page.items.find(({ kind }) => kind === 'native');
  if (known) return { identity: known, changes: [] };
  const sub = await ensureCognitoUser(parts.cognito, { userPoolId, email: user.email, name: user.name });
  const taken = await parts.registry.get(identities, `${userPoolId}/${sub}`, 'identity');
  if (taken?.userId === user.id) return { identity: taken, changes: [] };
  const identity: Identity = { userPoolId, sub, userId: user.id, kind: 'native', version: 0 };
  // If the profile belongs to another user by now, this fails with a version conflict and the invitation is tried again.
  return { identity, changes: [put(identities, identity)] };
}

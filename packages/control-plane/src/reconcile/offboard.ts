import {
  type Change,
  domains,
  identities,
  identityProviders,
  type Membership,
  memberships,
  type PlacementKey,
  placements,
  remove,
  storeMembership,
  type Tenant,
  tenants,
  userPools,
  users,
} from '@cohabit/core';
import { tenantProvider } from '../identity-providers/tenant-provider.ts';
import { deleteCognitoUser } from '../members/cognito-user.ts';
import { ownClient } from '../tenants/tenant-placement.ts';
import { deleteAppClient, findAppClient } from './app-client.ts';
import { sharedClient } from './bootstrap.ts';
import { deleteProvider } from './identity-provider.ts';
import { tenantClientName, tenantPoolName } from './names.ts';
import type { ReconcileParts } from './parts.ts';
import { forgetSignIns, sweepProfiles } from './provider-people.ts';
import { type Steps, tenantSteps } from './steps.ts';
import { deleteUserPool, findUserPool } from './user-pool.ts';

/**
 * Removes everything a tenant has: memberships, people who belong to no other tenant, client or pool, and last its own
 * record, which frees the slug. Sign-in is refused since the removal was asked for. Every part that is gone is fine, so
 * an interrupted run is finished by the next one. The tenant's history stays.
 */
export async function offboardTenant(parts: ReconcileParts, tenant: Tenant): Promise<void> {
  const steps = tenantSteps(parts, tenant.id);
  const { items } = await parts.registry.query(memberships, tenant.id, { limit: 1 });
  if (items.length > 0) await steps.run('members.remove', () => removeMembers(parts, tenant));
  await removeFromCognito(parts, steps, tenant);
  await releaseDomains(parts, tenant);
  await steps.run('tenant.remove', async () => parts.registry.commit(await recordsOf(parts, tenant)));
}

async function removeMembers(parts: ReconcileParts, tenant: Tenant): Promise<void> {
  for (;;) {
    const page = await parts.registry.query(memberships, tenant.id, { limit: 50 });
    if (page.items.length === 0) return;
    for (const membership of page.items) await removeMembership(parts, tenant, membership);
  }
}

/** The membership record goes last: it names the Cognito profiles that are still to be deleted. */
async function removeMembership(
  parts: ReconcileParts,
  tenant: Tenant,
  membership: Membership,
): Promise<void> {
  const { registry } = parts;
  const user = await registry.get(users, membership.userId, 'user');
  const all = await registry.queryIndex(memberships, 'byUser', membership.userId, { limit: 1000 });
  const belongsElsewhere = all.items.some(
    (other) => other.tenantId !== tenant.id && other.status !== 'removed',
  );
  const federated = membership.identities.filter((identity) => identity.federated);
  let version = membership.version;
  if (membership.status !== 'removed') {
    await registry.commit(storeMembership({ ...membership, status: 'removed' }, tenant.placements));
    version += 1;
  }
  // Profiles of the tenant's provider go in any case: they are nobody anywhere else.
  const leaving = belongsElsewhere ? federated : membership.identities;
  const profiles = leaving.map(({ userPoolId, sub }) =>
    remove(identities, { userPoolId, sub, userId: membership.userId, kind: 'native', version: 0 }),
  );
  if (belongsElsewhere) {
    if (profiles.length > 0) await registry.commit(profiles);
  } else {
    // With the version that was read: an invitation elsewhere since then keeps the user.
    await registry.commit(user ? [remove(users, user), ...profiles] : profiles);
  }
  if (tenant.spec.model !== 'user-pool') {
    for (const profile of leaving) await deleteUnlessTaken(parts, profile);
  }
  await registry.commit([remove(memberships, { ...membership, version })]);
}

/** A profile that somebody was invited with since its record went belongs to that invitation. */
async function deleteUnlessTaken(
  parts: ReconcileParts,
  profile: { userPoolId: string; sub: string },
): Promise<void> {
  const taken = await parts.registry.get(identities, `${profile.userPoolId}/${profile.sub}`, 'identity');
  if (!taken) await deleteCognitoUser(parts.cognito, profile);
}

/** A tenant whose onboarding was interrupted may have a pool or client that no record names; they are found by name. */
async function removeFromCognito(parts: ReconcileParts, steps: Steps, tenant: Tenant): Promise<void> {
  const { cognito, environment, registry } = parts;
  const { model } = tenant.spec;
  const own = ownClient(tenant);
  if (model === 'user-pool') {
    const name = tenantPoolName(environment, tenant.id);
    const userPoolId = own?.userPoolId ?? (await findUserPool(cognito, steps, name));
    if (userPoolId !== undefined) await deleteUserPool(cognito, steps, userPoolId);
  }
  if (model === 'app-client') {
    const client = own ?? (await findOwnClient(parts, steps, tenant, await sharedClient(registry)));
    if (client) await deleteAppClient(cognito, steps, client);
  }
  const provider = await tenantProvider(registry, tenant.id);
  if (!provider) return;
  const { key } = provider;
  if (model !== 'user-pool') {
    const { userPoolId } = own ?? (await sharedClient(registry));
    await deleteProvider(cognito, steps, { userPoolId, key });
    await sweepProfiles(cognito, { userPoolId, key });
  }
  await forgetSignIns(registry, key);
  await registry.commit([remove(identityProviders, { ...provider, version: 0 })]);
}

/** Frees the domains, so that another tenant can prove them. */
async function releaseDomains({ registry }: ReconcileParts, tenant: Tenant): Promise<void> {
  for (;;) {
    const page = await registry.query(domains, tenant.id, { limit: 40 });
    if (page.items.length === 0) return;
    await registry.commit(page.items.map((domain) => remove(domains, { ...domain, version: 0 })));
  }
}

async function findOwnClient(
  parts: ReconcileParts,
  steps: Steps,
  tenant: Tenant,
  { userPoolId }: PlacementKey,
): Promise<PlacementKey | undefined> {
  const name = tenantClientName(tenant.id);
  const clientId = await findAppClient(parts.cognito, steps, { userPoolId, name });
  return clientId === undefined ? undefined : { userPoolId, clientId };
}

async function recordsOf(parts: ReconcileParts, tenant: Tenant): Promise<Change[]> {
  const { registry } = parts;
  const changes: Change[] = [remove(tenants, tenant)];
  const own = ownClient(tenant);
  if (!own || tenant.spec.model === 'shared') return changes;
  const placement = await registry.get(placements, own.userPoolId, own.clientId);
  if (placement) changes.push(remove(placements, placement));
  const pool = await registry.get(userPools, 'tenant', own.userPoolId);
  if (pool) changes.push(remove(userPools, pool));
  return changes;
}

import {
  identities,
  type Membership,
  memberships,
  type Page,
  type Registry,
  type TenantId,
  tenants,
  type UserId,
} from '@cohabit/core';

/** The members of a tenant in the order they came. Removed ones are left out, so a page may hold fewer than `limit`. */
export async function listMembers(
  registry: Registry,
  tenantId: TenantId,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<Membership>> {
  const found = await registry.query(memberships, tenantId, page);
  return { ...found, items: found.items.filter((membership) => membership.status !== 'removed') };
}

/** A membership as its own user sees it. */
export interface OwnMembership {
  tenantId: TenantId;
  slug: string;
  name: string;
  roles: string[];
  status: 'invited' | 'active';
}

/** More tenants than a person can have in a switcher. */
const MEMBERSHIPS_SHOWN = 100;

/** A Cognito profile. */
export interface ProfileKey {
  userPoolId: string;
  sub: string;
}

/**
 * The tenants a user may act in, for the tenant switcher. Suspended tenants are left out. Somebody who came through a
 * tenant's identity provider sees that tenant only: the provider is no witness for what they are elsewhere.
 */
export async function listOwnMemberships(
  registry: Registry,
  caller: { userId: UserId; tenantId: TenantId } & ProfileKey,
): Promise<OwnMembership[]> {
  const { userId, tenantId, userPoolId, sub } = caller;
  const identity = await registry.get(identities, `${userPoolId}/${sub}`, 'identity');
  if (identity?.kind !== 'native') {
    const only = await registry.get(memberships, tenantId, userId);
    const own = only && (await withTenant(registry, only));
    return own ? [own] : [];
  }
  const page = await registry.queryIndex(memberships, 'byUser', userId, { limit: MEMBERSHIPS_SHOWN });
  const shown = await Promise.all(page.items.map((membership) => withTenant(registry, membership)));
  return shown.filter((own) => own !== undefined).toSorted((a, b) => a.name.localeCompare(b.name));
}

async function withTenant(registry: Registry, membership: Membership): Promise<OwnMembership | undefined> {
  const { tenantId, roles, status } = membership;
  if (status !== 'active' && status !== 'invited') return undefined;
  const tenant = await registry.get(tenants, tenantId, 'tenant');
  if (tenant?.spec.desired !== 'active') return undefined;
  return { tenantId, slug: tenant.slug, name: tenant.name, roles, status };
}

import {
  type HistoryEntry,
  history,
  type Page,
  type Registry,
  type Tenant,
  type TenantId,
  tenants,
} from '@cohabit/core';
import { tenantGone } from '../members/invite-member.ts';

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/** Throws `tenant_not_found`. */
export async function getTenant(registry: Registry, tenantId: TenantId): Promise<Tenant> {
  const tenant = await registry.get(tenants, tenantId, 'tenant');
  if (!tenant) throw tenantGone();
  return tenant;
}

/** Tenants in the order of their slugs; with `slug`, that one or none. */
export async function listTenants(
  registry: Registry,
  options: PageRequest & { slug?: string | undefined },
): Promise<Page<Tenant>> {
  if (options.slug === undefined) return registry.queryIndex(tenants, 'all', 'all', options);
  const tenant = await registry.getByUnique(tenants, `slug:${options.slug}`);
  return { items: tenant ? [tenant] : [] };
}

/** What was done for a tenant, oldest first. Throws `tenant_not_found`. */
export async function listHistory(
  registry: Registry,
  tenantId: TenantId,
  page: PageRequest,
): Promise<Page<HistoryEntry>> {
  await getTenant(registry, tenantId);
  return registry.query(history, tenantId, page);
}

import { CohabitError, type Registry, type Tenant, type TenantId } from '@cohabit/core';
import { getTenant } from '../tenants/read-tenants.ts';

/** People are invited into tenants that are ready. Throws `tenant_not_found` or `tenant_not_ready`. */
export async function requireOpenTenant(registry: Registry, tenantId: TenantId): Promise<Tenant> {
  const tenant = await getTenant(registry, tenantId);
  const { phase } = tenant.status;
  if (phase === 'active' || phase === 'suspended') return tenant;
  const message = `The tenant is in phase "${phase}". Invite people when it is active.`;
  throw new CohabitError('tenant_not_ready', message, { details: { phase } });
}

import { type Change, put, type Tenant, tenants } from '@cohabit/core';
import { tenantGone } from '../members/invite-member.ts';

/** The change that makes the next start of the control plane reconcile the tenant, should this process not get to it. */
export function withWorkLeft(tenant: Tenant): Change[] {
  const { settledWith: _settledWith, ...rest } = tenant;
  return [put(tenants, rest)];
}

/** Throws `tenant_not_found` for a tenant that is being removed: nothing new is begun there. */
export function requireStaying(tenant: Tenant): Tenant {
  if (tenant.spec.desired === 'removed') throw tenantGone();
  return tenant;
}

import type { TenantId } from '@cohabit/core';

/** Names at Cognito follow from ids alone, so that a run that was killed finds what it had made. */
export function tenantPoolName(environment: string, tenantId: TenantId): string {
  return `cohabit-${environment}-tenant-${tenantId}`;
}

/** Unique in its pool, whichever model the tenant has. */
export function tenantClientName(tenantId: TenantId): string {
  return `tenant-${tenantId}`;
}

export function installationPoolName(environment: string, purpose: 'operators' | 'shared'): string {
  return `cohabit-${environment}-${purpose}`;
}

/** Tags by which a pool at AWS is known as ours, for cost reports and for access rules. */
export function poolTags(environment: string, owner: { purpose: string } | { tenantId: TenantId }) {
  const whose =
    'tenantId' in owner ? { 'cohabit:tenant-id': owner.tenantId } : { 'cohabit:purpose': owner.purpose };
  return { 'cohabit:environment': environment, ...whose };
}

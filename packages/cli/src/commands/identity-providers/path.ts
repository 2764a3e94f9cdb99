/** What a tenant's only provider is called unless somebody chooses. */
export const DEFAULT_ID = 'workforce';

/** The address of a tenant's identity provider. */
export function providerPath(tenantId: string, id: string): string {
  return `/v1/tenants/${tenantId}/identity-providers/${encodeURIComponent(id)}`;
}

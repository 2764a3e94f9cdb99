/** The id under which decisions name {@link tenantPolicy}; policies of a product cannot take it. */
export const TENANT_POLICY_ID = 'cohabit.tenant';

/**
 * The policy that every policy set gets: whatever else is permitted, a user reaches only resources of the tenant they
 * act in. Cedar skips a policy that fails to evaluate, so each attribute is tested with `has` before it is read and
 * nothing here can fail: what is missing forbids.
 */
export function tenantPolicy(namespace: string): string {
  return `@id("${TENANT_POLICY_ID}")
forbid (principal, action, resource)
unless {
  principal is ${namespace}::Operator ||
  (principal has tenant && resource has tenant && principal.tenant == resource.tenant)
};`;
}

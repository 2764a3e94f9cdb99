import {
  type IdentityProvider,
  identityProviders,
  type PlacementKey,
  placements,
  type RefusalReason,
  type Registry,
  refusals,
  type TenantId,
} from '@cohabit/core';

export type FoundProvider =
  | { decision: 'found'; tenantId: TenantId; provider: IdentityProvider }
  | { decision: 'refuse'; reason: RefusalReason; message: string };

/**
 * Client → tenant → provider: the only way from a provider's name to a tenant. Naming another tenant's provider at this
 * client ends here, whatever Cognito let through.
 */
export async function findProviderAt(
  registry: Registry,
  client: PlacementKey,
  key: string,
): Promise<FoundProvider> {
  const placement = await registry.get(placements, client.userPoolId, client.clientId);
  const tenant = placement?.tenant;
  if (!tenant) return refuse('unknown_client');
  if (tenant.identityProvider?.key !== key) return refuse('provider_mismatch');
  if (tenant.suspended) return refuse('tenant_suspended');
  const provider = await registry.getByUnique(identityProviders, `key:${key}`);
  if (!provider) return refuse('provider_mismatch');
  return { decision: 'found', tenantId: tenant.id, provider };
}

function refuse(reason: RefusalReason): FoundProvider {
  return { decision: 'refuse', reason, message: refusals[reason] };
}

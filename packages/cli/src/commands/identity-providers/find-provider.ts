import type { Request } from '../../client/request.ts';
import type { IdentityProviderResource, TenantResource } from '../../client/resources.ts';
import { findTenant } from '../../client/tenants.ts';
import { CommandFailure } from '../../output/failure.ts';

/** The identity provider of a tenant, of which there is one. */
export async function findProvider(
  request: Request,
  slugOrId: string,
): Promise<{ tenant: TenantResource; provider: IdentityProviderResource }> {
  const tenant = await findTenant(request, slugOrId);
  const { items } = await request<{ items: IdentityProviderResource[] }>(
    'GET',
    `/v1/tenants/${tenant.id}/identity-providers`,
  );
  const [provider] = items;
  if (provider !== undefined) return { tenant, provider };
  throw new CommandFailure(
    {
      code: 'identity_provider_not_found',
      title: 'No such identity provider',
      status: 404,
      detail: `${tenant.slug} has no identity provider.`,
    },
    { hint: `cohabit identity-providers set ${tenant.slug} gives it one.` },
  );
}

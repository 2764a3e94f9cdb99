import { CommandFailure } from '../output/failure.ts';
import type { Request } from './request.ts';
import type { PageResource, TenantResource } from './resources.ts';

/** The tenant with this slug or id. */
export async function findTenant(request: Request, slugOrId: string): Promise<TenantResource> {
  if (slugOrId.startsWith('tnt_')) {
    return await request<TenantResource>('GET', `/v1/tenants/${encodeURIComponent(slugOrId)}`);
  }
  const page = await request<PageResource<TenantResource>>(
    'GET',
    `/v1/tenants?slug=${encodeURIComponent(slugOrId)}`,
  );
  const tenant = page.items.find((candidate) => candidate.slug === slugOrId);
  if (tenant !== undefined) return tenant;
  throw new CommandFailure(
    {
      code: 'tenant_not_found',
      title: 'No such tenant',
      status: 404,
      detail: `There is no tenant with the slug "${slugOrId}".`,
    },
    { hint: 'cohabit tenants list shows the tenants there are.' },
  );
}

/** All items of a paged collection, a hundred at a time. */
export async function readAll<T>(request: Request, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor === undefined ? {} : { cursor }) });
    const page = await request<PageResource<T>>('GET', `${path}?${query}`);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}

import type { TenantId } from '@cohabit/core';
import { createRoute } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { historyEntrySchema, pageOf, pageQuery, tenantIdParam } from '../resources.ts';

export const listHistoryRoute = createRoute({
  method: 'get',
  path: '/v1/tenants/{tenantId}/history',
  operationId: 'listTenantHistory',
  summary: 'What was done for the tenant, oldest first',
  tags: ['tenants'],
  security: [{ accessToken: [] }],
  request: { params: tenantIdParam, query: pageQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: pageOf(historyEntrySchema) } } },
    ...problems(400, 401, 403, 404),
  },
});

export function addHistoryRoutes(routes: Registrar, { services }: HttpParts): void {
  routes.add(
    listHistoryRoute,
    {
      audience: 'operator',
      action: 'readHistory',
      resource: ({ tenantId = '' }) => tenantResource(tenantId),
    },
    async (c) => {
      const tenantId = c.req.valid('param').tenantId as TenantId;
      const page = await services.tenants.history(tenantId, c.req.valid('query'));
      const items = page.items.map(({ tenantId: _tenant, version: _version, ...entry }) => entry);
      return c.json({ ...page, items }, 200);
    },
  );
}

import type { TenantId } from '@cohabit/core';
import { createRoute, z } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { tenantIdParam } from '../resources.ts';

const hour = z.string().max(20).optional();

export const readUsageRoute = createRoute({
  method: 'get',
  path: '/v1/tenants/{tenantId}/usage',
  operationId: 'readUsage',
  summary: 'What the tenant used, by hour and meter',
  tags: ['usage'],
  security: [{ accessToken: [] }],
  request: {
    params: tenantIdParam,
    query: z.object({
      from: hour.openapi({ param: { name: 'from', in: 'query' }, example: '2026-11-01T00' }),
      to: hour.openapi({ param: { name: 'to', in: 'query' }, example: '2026-11-30T23' }),
    }),
  },
  responses: {
    200: {
      description: 'Usage in the span; by default the current month (UTC)',
      content: {
        'application/json': {
          schema: z
            .object({
              tenantId: z.string(),
              from: z.string(),
              to: z.string(),
              plan: z.object({ id: z.string(), monthlyRequests: z.number() }),
              totals: z.record(z.string(), z.number()),
              hours: z.array(z.object({ hour: z.string(), meter: z.string(), quantity: z.number() })),
            })
            .openapi('UsageReport'),
        },
      },
    },
    ...problems(400, 401, 403, 404),
  },
});

export function addUsageRoutes(routes: Registrar, { services }: HttpParts): void {
  routes.add(
    readUsageRoute,
    {
      audience: 'member',
      action: 'readUsage',
      resource: ({ tenantId = '' }) => tenantResource(tenantId),
    },
    async (c) => {
      const tenantId = c.req.valid('param').tenantId as TenantId;
      return c.json(await services.usage.read(tenantId, c.req.valid('query')), 200);
    },
  );
}

import { currentTenant, readBearerToken } from '@cohabit/sdk';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Parts } from '../http/parts.ts';
import type { RouteTable } from '../http/route-table.ts';
import { readTenantUsage } from '../services/usage.ts';
import { json, problems, secured } from './schemas.ts';

const meRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/me',
  operationId: 'readMe',
  responses: {
    200: json(
      z
        .object({
          userId: z.string(),
          tenant: z.object({ id: z.string(), slug: z.string(), plan: z.string() }),
          roles: z.array(z.string()),
        })
        .openapi('Me'),
      'Who you are here, from your token',
    ),
    ...problems(),
  },
});

const usageRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/usage',
  operationId: 'readUsage',
  responses: {
    200: json(
      z
        .object({
          plan: z.object({ id: z.string(), monthlyRequests: z.number() }),
          requestsThisMonth: z.number(),
          lastHours: z.array(z.object({ hour: z.string(), requests: z.number() })),
        })
        .openapi('Usage'),
      'What your tenant used, from the control plane',
    ),
    ...problems(403),
  },
});

/** Who is calling and what their tenant used: both follow from the token alone. */
export function addMeRoutes(api: OpenAPIHono, routes: RouteTable, parts: Parts): void {
  routes.note('GET', meRoute.path, 'api');
  api.openapi(meRoute, (c) => {
    const { userId, tenantId, tenantSlug, plan, roles } = currentTenant();
    return c.json({ userId, tenant: { id: tenantId, slug: tenantSlug, plan }, roles: [...roles] }, 200);
  });

  routes.note('GET', usageRoute.path, 'api');
  api.openapi(usageRoute, async (c) => {
    await parts.meter.flush();
    const accessToken = readBearerToken([c.req.header('authorization') ?? '']);
    const request = { context: currentTenant(), accessToken, now: parts.clock() };
    return c.json(await readTenantUsage(parts.controlPlane, request), 200);
  });
}

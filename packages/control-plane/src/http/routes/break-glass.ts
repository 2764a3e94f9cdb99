import type { TenantId } from '@cohabit/core';
import { createRoute, z } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import { actorOf } from '../actor.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { tenantIdParam } from '../resources.ts';

const DEFAULT_MINUTES = 60;
const MAX_MINUTES = 24 * 60;

const shared = {
  path: '/v1/tenants/{tenantId}/break-glass',
  tags: ['identity providers'],
  security: [{ accessToken: [] }],
};

const wantedSchema = z
  .strictObject({
    userId: z.string().max(100),
    minutes: z.int().min(1).max(MAX_MINUTES).default(DEFAULT_MINUTES),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
      .openapi({ description: 'Stands in the tenant’s history' }),
  })
  .openapi('NewBreakGlass');

export const openBreakGlassRoute = createRoute({
  ...shared,
  method: 'put',
  operationId: 'openBreakGlass',
  summary: 'Let one member use a password for a while, where the tenant accepts only its identity provider',
  request: {
    params: tenantIdParam,
    body: { required: true, content: { 'application/json': { schema: wantedSchema } } },
  },
  responses: {
    200: {
      description: 'Who, and until when',
      content: {
        'application/json': {
          schema: z.object({ userId: z.string(), until: z.iso.datetime() }).openapi('BreakGlass'),
        },
      },
    },
    ...problems(400, 401, 403, 404, 409, 413),
  },
});

export const closeBreakGlassRoute = createRoute({
  ...shared,
  method: 'delete',
  operationId: 'closeBreakGlass',
  summary: 'End it at once',
  request: { params: tenantIdParam },
  responses: { 204: { description: 'Nobody may use a password' }, ...problems(401, 403, 404, 409) },
});

/** For operators alone: a tenant's admin could otherwise undo what their own IT demands. */
export function addBreakGlassRoutes(routes: Registrar, { services }: HttpParts): void {
  const resource = ({ tenantId = '' }: Record<string, string>) => tenantResource(tenantId);

  routes.add(openBreakGlassRoute, { audience: 'operator', action: 'openBreakGlass', resource }, async (c) => {
    const tenantId = c.req.valid('param').tenantId as TenantId;
    const opened = await services.breakGlass.open(tenantId, c.req.valid('json'), actorOf(c.var.principal));
    return c.json(opened, 200);
  });
  routes.add(
    closeBreakGlassRoute,
    { audience: 'operator', action: 'closeBreakGlass', resource },
    async (c) => {
      await services.breakGlass.close(c.req.valid('param').tenantId as TenantId, actorOf(c.var.principal));
      return c.body(null, 204);
    },
  );
}

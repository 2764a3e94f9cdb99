import type { TenantId } from '@cohabit/core';
import { createRoute } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import { actorOf } from '../actor.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { tenantIdParam, tenantSchema } from '../resources.ts';
import { tenantBody } from './tenants.ts';

const shared = {
  path: '/v1/tenants/{tenantId}/suspension',
  tags: ['tenants'],
  security: [{ accessToken: [] }],
  request: { params: tenantIdParam },
  responses: {
    200: { description: 'The tenant', content: { 'application/json': { schema: tenantSchema } } },
    ...problems(401, 403, 404, 409),
  },
};

export const suspendTenantRoute = createRoute({
  ...shared,
  method: 'put',
  operationId: 'suspendTenant',
  summary: 'Refuse sign-in and refresh in the tenant',
});

export const resumeTenantRoute = createRoute({
  ...shared,
  method: 'delete',
  operationId: 'resumeTenant',
  summary: 'Let people in again',
});

export function addSuspensionRoutes(
  routes: Registrar,
  { services, region, cognitoEndpoint }: HttpParts,
): void {
  const { tenants } = services;

  routes.add(
    suspendTenantRoute,
    {
      audience: 'operator',
      action: 'suspendTenant',
      resource: ({ tenantId = '' }) => tenantResource(tenantId),
    },
    async (c) => {
      const tenantId = c.req.valid('param').tenantId as TenantId;
      const tenant = await tenants.suspend(tenantId, actorOf(c.var.principal));
      return c.json(tenantBody(tenant, { region, cognitoEndpoint }), 200);
    },
  );

  routes.add(
    resumeTenantRoute,
    {
      audience: 'operator',
      action: 'resumeTenant',
      resource: ({ tenantId = '' }) => tenantResource(tenantId),
    },
    async (c) => {
      const tenantId = c.req.valid('param').tenantId as TenantId;
      const tenant = await tenants.resume(tenantId, actorOf(c.var.principal));
      return c.json(tenantBody(tenant, { region, cognitoEndpoint }), 200);
    },
  );
}

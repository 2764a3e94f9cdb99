import { issuerOf, type Tenant, type TenantId } from '@cohabit/core';
import { createRoute, z } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import { installation } from '../../authorization/policies.ts';
import { actorOf } from '../actor.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { newTenantSchema, pageOf, pageQuery, tenantIdParam, tenantSchema } from '../resources.ts';

const tenantContent = { 'application/json': { schema: tenantSchema } };
const tags = ['tenants'];
const security = [{ accessToken: [] }];

export const createTenantRoute = createRoute({
  method: 'post',
  path: '/v1/tenants',
  operationId: 'createTenant',
  summary: 'Onboard a tenant in any tenancy model',
  tags,
  security,
  request: { body: { required: true, content: { 'application/json': { schema: newTenantSchema } } } },
  responses: {
    201: {
      description: 'The tenant; `status.phase` tells whether it is ready',
      content: tenantContent,
      headers: z.object({ location: z.string() }),
    },
    ...problems(400, 401, 403, 409, 413, 422),
  },
});

export const listTenantsRoute = createRoute({
  method: 'get',
  path: '/v1/tenants',
  operationId: 'listTenants',
  summary: 'Tenants in the order of their slugs',
  tags,
  security,
  request: {
    query: pageQuery.extend({
      slug: z
        .string()
        .max(200)
        .optional()
        .openapi({ param: { name: 'slug', in: 'query' } }),
    }),
  },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: pageOf(tenantSchema) } } },
    ...problems(400, 401, 403),
  },
});

export const getTenantRoute = createRoute({
  method: 'get',
  path: '/v1/tenants/{tenantId}',
  operationId: 'getTenant',
  summary: 'One tenant',
  tags,
  security,
  request: { params: tenantIdParam },
  responses: { 200: { description: 'The tenant', content: tenantContent }, ...problems(401, 404) },
});

export const deleteTenantRoute = createRoute({
  method: 'delete',
  path: '/v1/tenants/{tenantId}',
  operationId: 'deleteTenant',
  summary: 'Remove a tenant and everything it has',
  tags,
  security,
  request: { params: tenantIdParam },
  responses: {
    202: {
      description: 'Not finished; call again to go on. `status.problem` tells why',
      content: tenantContent,
    },
    204: { description: 'Everything is gone' },
    ...problems(401, 403, 404),
  },
});

/** Operators make and remove tenants; a tenant's people may read their own. */
export function addTenantRoutes(routes: Registrar, { services, region, cognitoEndpoint }: HttpParts): void {
  const { tenants } = services;
  const shown = (tenant: Tenant) => tenantBody(tenant, { region, cognitoEndpoint });

  routes.add(
    createTenantRoute,
    { audience: 'operator', action: 'createTenant', resource: () => installation },
    async (c) => {
      const tenant = await tenants.create(c.req.valid('json'), actorOf(c.var.principal));
      return c.json(shown(tenant), 201, { location: `/v1/tenants/${tenant.id}` });
    },
  );

  routes.add(
    listTenantsRoute,
    { audience: 'operator', action: 'listTenants', resource: () => installation },
    async (c) => {
      const page = await tenants.list(c.req.valid('query'));
      return c.json({ ...page, items: page.items.map(shown) }, 200);
    },
  );

  routes.add(
    getTenantRoute,
    { audience: 'member', action: 'readTenant', resource: ({ tenantId = '' }) => tenantResource(tenantId) },
    async (c) => c.json(shown(await tenants.get(c.req.valid('param').tenantId as TenantId)), 200),
  );

  routes.add(
    deleteTenantRoute,
    {
      audience: 'operator',
      action: 'deleteTenant',
      resource: ({ tenantId = '' }) => tenantResource(tenantId),
    },
    async (c) => {
      const tenantId = c.req.valid('param').tenantId as TenantId;
      const left = await tenants.remove(tenantId, actorOf(c.var.principal));
      return left ? c.json(shown(left), 202) : c.body(null, 204);
    },
  );
}

/** A tenant as the API shows it: where it is served, but not who its first admin is. */
export function tenantBody(
  tenant: Tenant,
  { region, cognitoEndpoint }: { region: string; cognitoEndpoint?: string | undefined },
): z.output<typeof tenantSchema> {
  const { id, slug, name, spec, status, createdAt, updatedAt, version } = tenant;
  const own = tenant.placements[0];
  const placement = own && {
    region,
    ...own,
    issuer: issuerOf({ userPoolId: own.userPoolId, region }, { cognitoEndpoint }),
  };
  return {
    id,
    slug,
    name,
    model: spec.model,
    plan: spec.plan,
    settings: spec.settings,
    status,
    ...(placement ? { placement } : {}),
    createdAt,
    updatedAt,
    version,
  };
}

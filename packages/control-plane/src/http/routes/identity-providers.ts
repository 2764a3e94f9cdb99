import { type IdentityProvider, identityProviderInputSchema, type TenantId } from '@cohabit/core';
import { createRoute, z } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import { actorOf } from '../actor.ts';
import {
  identityProviderListSchema,
  identityProviderSchema,
  providerCheckSchema,
  providerParams,
} from '../identity-provider-resources.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { tenantIdParam } from '../resources.ts';

const all = '/v1/tenants/{tenantId}/identity-providers';
const path = `${all}/{providerId}`;
const shared = { tags: ['identity providers'], security: [{ accessToken: [] }] };
const inputContent = { 'application/json': { schema: identityProviderInputSchema } };
const answer = {
  description: 'The identity provider; never its secret',
  content: { 'application/json': { schema: identityProviderSchema } },
};

export const listIdentityProvidersRoute = createRoute({
  ...shared,
  method: 'get',
  path: all,
  operationId: 'listIdentityProviders',
  summary: 'The identity providers of a tenant, of which there is one or none',
  request: { params: tenantIdParam },
  responses: {
    200: { description: 'All', content: { 'application/json': { schema: identityProviderListSchema } } },
    ...problems(401, 403, 404),
  },
});

export const getIdentityProviderRoute = createRoute({
  ...shared,
  method: 'get',
  path,
  operationId: 'getIdentityProvider',
  summary: 'One identity provider',
  request: { params: providerParams },
  responses: { 200: answer, ...problems(400, 401, 403, 404) },
});

export const setIdentityProviderRoute = createRoute({
  ...shared,
  method: 'put',
  path,
  operationId: 'setIdentityProvider',
  summary: 'Give the tenant its identity provider, or replace what it should be',
  request: { params: providerParams, body: { required: true, content: inputContent } },
  responses: { 200: answer, ...problems(400, 401, 403, 404, 409, 413, 422, 502, 503) },
});

export const testIdentityProviderRoute = createRoute({
  ...shared,
  method: 'post',
  path: `${path}/test`,
  operationId: 'testIdentityProvider',
  summary: 'Look at what the provider publishes: as it is set, or as the body would set it',
  request: { params: providerParams, body: { required: false, content: inputContent } },
  responses: {
    200: {
      description: 'What is wrong and what is in doubt, in words for the tenant’s IT',
      content: { 'application/json': { schema: providerCheckSchema } },
    },
    ...problems(400, 401, 403, 404, 413),
  },
});

export const deleteIdentityProviderRoute = createRoute({
  ...shared,
  method: 'delete',
  path,
  operationId: 'deleteIdentityProvider',
  summary: 'Remove the identity provider, and say what becomes of its people',
  request: {
    params: providerParams,
    query: z.strictObject({
      people: z.enum(['revoke', 'keep-as-invited']).openapi({
        param: { name: 'people', in: 'query' },
        description:
          '`revoke`: their memberships end. `keep-as-invited`: they are members as invited, and sign in with a password. In both cases their sessions end.',
      }),
    }),
  },
  responses: {
    202: { ...answer, description: 'Nobody comes in any more, but not all is done; call again to go on' },
    204: { description: 'It is gone' },
    ...problems(400, 401, 403, 404, 409),
  },
});

/** A tenant's own SAML or OIDC provider, for the tenant's admins and for operators. */
export function addIdentityProviderRoutes(routes: Registrar, { services }: HttpParts): void {
  const { identityProviders } = services;
  const resource = ({ tenantId = '' }: Record<string, string>) => tenantResource(tenantId);
  const shown = async (provider: IdentityProvider) =>
    providerBody(provider, await identityProviders.registration(provider));

  routes.add(
    listIdentityProvidersRoute,
    { audience: 'tenant-admin', action: 'listIdentityProviders', resource },
    async (c) => {
      const items = await identityProviders.list(c.req.valid('param').tenantId as TenantId);
      return c.json({ items: await Promise.all(items.map(shown)) }, 200);
    },
  );
  routes.add(
    getIdentityProviderRoute,
    { audience: 'tenant-admin', action: 'readIdentityProvider', resource },
    async (c) => c.json(await shown(await identityProviders.get(keyOf(c.req.valid('param')))), 200),
  );
  routes.add(
    setIdentityProviderRoute,
    { audience: 'tenant-admin', action: 'setIdentityProvider', resource },
    async (c) => {
      const key = keyOf(c.req.valid('param'));
      const provider = await identityProviders.set(key, c.req.valid('json'), actorOf(c.var.principal));
      return c.json(await shown(provider), 200);
    },
  );
  routes.add(
    testIdentityProviderRoute,
    { audience: 'tenant-admin', action: 'testIdentityProvider', resource },
    async (c) => {
      const hasBody = c.req.header('content-type') !== undefined;
      const input = hasBody ? c.req.valid('json') : undefined;
      return c.json(await identityProviders.check(keyOf(c.req.valid('param')), input), 200);
    },
  );
  routes.add(
    deleteIdentityProviderRoute,
    { audience: 'tenant-admin', action: 'deleteIdentityProvider', resource },
    async (c) => {
      const { people } = c.req.valid('query');
      const key = keyOf(c.req.valid('param'));
      const left = await identityProviders.remove(key, people, actorOf(c.var.principal));
      return left ? c.json(await shown(left), 202) : c.body(null, 204);
    },
  );
}

function keyOf({ tenantId, providerId }: { tenantId: string; providerId: string }) {
  return { tenantId: tenantId as TenantId, id: providerId };
}

function providerBody(
  { tenantId: _tenantId, spec, ...provider }: IdentityProvider,
  registration: z.output<typeof identityProviderSchema>['registration'],
): z.output<typeof identityProviderSchema> {
  return { ...spec, ...provider, ...(registration && { registration }) };
}

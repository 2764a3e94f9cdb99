import type { Membership, TenantId, UserId } from '@cohabit/core';
import { createRoute, type z } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import { actorOf } from '../actor.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import {
  memberParams,
  membershipChangeSchema,
  membershipSchema,
  newMembershipSchema,
  pageOf,
  pageQuery,
  tenantIdParam,
} from '../resources.ts';

const membershipContent = { 'application/json': { schema: membershipSchema } };
const tags = ['memberships'];
const security = [{ accessToken: [] }];

export const createMembershipRoute = createRoute({
  method: 'post',
  path: '/v1/tenants/{tenantId}/memberships',
  operationId: 'createMembership',
  summary: 'Invite a person; Cognito mails a temporary password to whoever is new',
  tags,
  security,
  request: {
    params: tenantIdParam,
    body: { required: true, content: { 'application/json': { schema: newMembershipSchema } } },
  },
  responses: {
    201: { description: 'The membership', content: membershipContent },
    ...problems(400, 401, 403, 404, 409, 413),
  },
});

export const listMembershipsRoute = createRoute({
  method: 'get',
  path: '/v1/tenants/{tenantId}/memberships',
  operationId: 'listMemberships',
  summary: 'The members of a tenant',
  tags,
  security,
  request: { params: tenantIdParam, query: pageQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: pageOf(membershipSchema) } } },
    ...problems(400, 401, 403, 404),
  },
});

export const updateMembershipRoute = createRoute({
  method: 'patch',
  path: '/v1/tenants/{tenantId}/memberships/{userId}',
  operationId: 'updateMembership',
  summary: 'Change the roles of a member',
  tags,
  security,
  request: {
    params: memberParams,
    body: { required: true, content: { 'application/json': { schema: membershipChangeSchema } } },
  },
  responses: {
    200: { description: 'The membership', content: membershipContent },
    ...problems(400, 401, 403, 404, 409, 413),
  },
});

export const deleteMembershipRoute = createRoute({
  method: 'delete',
  path: '/v1/tenants/{tenantId}/memberships/{userId}',
  operationId: 'deleteMembership',
  summary: 'Take a person out of the tenant',
  tags,
  security,
  request: { params: memberParams },
  responses: { 204: { description: 'The person is no member any more' }, ...problems(401, 403, 404, 409) },
});

/** The members of one tenant, for its admins and for operators. */
export function addMembershipRoutes(routes: Registrar, { services }: HttpParts): void {
  const { members } = services;
  const ownTenant = ({ tenantId = '' }: Record<string, string>) => tenantResource(tenantId);

  routes.add(
    createMembershipRoute,
    { audience: 'tenant-admin', action: 'createMembership', resource: ownTenant },
    async (c) => {
      const tenantId = c.req.valid('param').tenantId as TenantId;
      const membership = await members.invite(tenantId, c.req.valid('json'), actorOf(c.var.principal));
      return c.json(membershipBody(membership), 201);
    },
  );

  routes.add(
    listMembershipsRoute,
    { audience: 'tenant-admin', action: 'listMemberships', resource: ownTenant },
    async (c) => {
      const page = await members.list(c.req.valid('param').tenantId as TenantId, c.req.valid('query'));
      return c.json({ ...page, items: page.items.map(membershipBody) }, 200);
    },
  );

  routes.add(
    updateMembershipRoute,
    { audience: 'tenant-admin', action: 'updateMembership', resource: ownTenant },
    async (c) => {
      const { roles } = c.req.valid('json');
      const changed = await members.changeRoles(keyOf(c.req.valid('param')), roles, actorOf(c.var.principal));
      return c.json(membershipBody(changed), 200);
    },
  );

  routes.add(
    deleteMembershipRoute,
    { audience: 'tenant-admin', action: 'deleteMembership', resource: ownTenant },
    async (c) => {
      await members.remove(keyOf(c.req.valid('param')), actorOf(c.var.principal));
      return c.body(null, 204);
    },
  );
}

function keyOf(params: { tenantId: string; userId: string }) {
  return { tenantId: params.tenantId as TenantId, userId: params.userId as UserId };
}

/** A membership without the Cognito profiles behind it. */
function membershipBody(membership: Membership): z.output<typeof membershipSchema> {
  const { identities: _identities, ...body } = membership;
  return body;
}

import { challengeName, type Domain, type TenantId } from '@cohabit/core';
import { createRoute, z } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import { actorOf } from '../actor.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { pageOf, pageQuery, tenantIdParam } from '../resources.ts';

const domainSchema = z
  .object({
    domain: z.string(),
    status: z.enum(['pending', 'proven']),
    record: z.object({ type: z.literal('TXT'), name: z.string(), value: z.string() }).openapi({
      description: 'The DNS record that proves the domain; it may go once the domain is proven.',
    }),
    provenBy: z.enum(['dns', 'operator']).optional(),
    provenAt: z.iso.datetime().optional(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Domain');

const domainParams = tenantIdParam.extend({
  domain: z
    .string()
    .max(300)
    .openapi({ param: { name: 'domain', in: 'path' }, example: 'acme.example' }),
});

const path = '/v1/tenants/{tenantId}/domains/{domain}';
const shared = { tags: ['domains'], security: [{ accessToken: [] }] };
const one = {
  ...shared,
  request: { params: domainParams },
  responses: {
    200: { description: 'The domain', content: { 'application/json': { schema: domainSchema } } },
    ...problems(400, 401, 403, 404, 409, 422),
  },
};

export const claimDomainRoute = createRoute({
  ...one,
  method: 'put',
  path,
  operationId: 'claimDomain',
  summary: 'Say that a mail domain is the tenant’s own; answers the DNS record that proves it',
});

export const getDomainRoute = createRoute({
  ...one,
  method: 'get',
  path,
  operationId: 'getDomain',
  summary: 'One domain of a tenant',
});

export const verifyDomainRoute = createRoute({
  ...one,
  method: 'post',
  path: `${path}/verification`,
  operationId: 'verifyDomain',
  summary: 'Look the DNS record up; whoever proves a domain first has it',
});

export const vouchForDomainRoute = createRoute({
  ...one,
  method: 'put',
  path: `${path}/proof`,
  operationId: 'vouchForDomain',
  summary: 'Take a domain as proven without DNS',
});

export const deleteDomainRoute = createRoute({
  ...shared,
  method: 'delete',
  path,
  operationId: 'deleteDomain',
  summary: 'Give a domain up',
  request: { params: domainParams },
  responses: {
    204: { description: 'The domain is not the tenant’s any more' },
    ...problems(400, 401, 403, 404, 409),
  },
});

export const listDomainsRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/tenants/{tenantId}/domains',
  operationId: 'listDomains',
  summary: 'The domains of a tenant',
  request: { params: tenantIdParam, query: pageQuery },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: pageOf(domainSchema) } } },
    ...problems(400, 401, 403, 404),
  },
});

/** The mail domains of one tenant, for its admins and for operators. */
export function addDomainRoutes(routes: Registrar, { services }: HttpParts): void {
  const { domains } = services;
  const resource = ({ tenantId = '' }: Record<string, string>) => tenantResource(tenantId);
  const admin = <Action extends string>(action: Action) =>
    ({ audience: 'tenant-admin', action, resource }) as const;

  routes.add(listDomainsRoute, admin('listDomains'), async (c) => {
    const page = await domains.list(c.req.valid('param').tenantId as TenantId, c.req.valid('query'));
    return c.json({ ...page, items: page.items.map(domainBody) }, 200);
  });
  routes.add(getDomainRoute, admin('readDomain'), async (c) => {
    const { tenantId, domain } = c.req.valid('param');
    return c.json(domainBody(await domains.get(tenantId as TenantId, domain)), 200);
  });
  routes.add(claimDomainRoute, admin('claimDomain'), async (c) => {
    const { tenantId, domain } = c.req.valid('param');
    return c.json(
      domainBody(await domains.claim(tenantId as TenantId, domain, actorOf(c.var.principal))),
      200,
    );
  });
  routes.add(verifyDomainRoute, admin('verifyDomain'), async (c) => {
    const { tenantId, domain } = c.req.valid('param');
    const proven = await domains.verify(tenantId as TenantId, domain, actorOf(c.var.principal));
    return c.json(domainBody(proven), 200);
  });
  routes.add(vouchForDomainRoute, { audience: 'operator', action: 'vouchForDomain', resource }, async (c) => {
    const { tenantId, domain } = c.req.valid('param');
    const proven = await domains.vouch(tenantId as TenantId, domain, actorOf(c.var.principal));
    return c.json(domainBody(proven), 200);
  });
  routes.add(deleteDomainRoute, admin('deleteDomain'), async (c) => {
    const { tenantId, domain } = c.req.valid('param');
    await domains.remove(tenantId as TenantId, domain, actorOf(c.var.principal));
    return c.body(null, 204);
  });
}

function domainBody(domain: Domain): z.output<typeof domainSchema> {
  const { name, status, token, provenBy, provenAt, createdAt } = domain;
  return {
    domain: name,
    status,
    record: { type: 'TXT', name: challengeName(name), value: token },
    ...(provenBy && { provenBy }),
    ...(provenAt !== undefined && { provenAt }),
    createdAt,
  };
}

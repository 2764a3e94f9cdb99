import { CohabitError } from '@cohabit/core';
import { createRoute, z } from '@hono/zod-openapi';
import { tenantResource } from '../../authorization/guard.ts';
import { installation } from '../../authorization/policies.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';

export const readMeRoute = createRoute({
  method: 'get',
  path: '/v1/me',
  operationId: 'readMe',
  summary: 'Who I am here, and the tenants I may switch to',
  tags: ['memberships'],
  security: [{ accessToken: [] }],
  responses: {
    200: {
      description: 'The caller',
      content: {
        'application/json': {
          schema: z
            .object({
              userId: z.string(),
              tenantId: z.string(),
              memberships: z.array(
                z.object({
                  tenantId: z.string(),
                  slug: z.string(),
                  name: z.string(),
                  roles: z.array(z.string()),
                  status: z.enum(['invited', 'active']),
                }),
              ),
            })
            .openapi('Me'),
        },
      },
    },
    ...problems(401, 403),
  },
});

/** The caller's own things: they follow from the token alone, so there is nothing to ask another tenant's of. */
export function addMeRoutes(routes: Registrar, { services }: HttpParts): void {
  routes.add(
    readMeRoute,
    {
      audience: 'member',
      action: 'readMe',
      resource: (_params, principal) =>
        principal.kind === 'tenant' ? tenantResource(principal.tenantId) : installation,
    },
    async (c) => {
      const { principal } = c.var;
      if (principal.kind !== 'tenant') throw new CohabitError('forbidden', 'Operators belong to no tenant.');
      const { userId, tenantId, placement, token } = principal;
      const profile = { userPoolId: placement.userPoolId, sub: token.subject };
      const memberships = await services.members.listOwn({ userId, tenantId, ...profile });
      return c.json({ userId, tenantId, memberships }, 200);
    },
  );
}

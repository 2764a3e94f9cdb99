import { CohabitError } from '@cohabit/core';
import { createRoute, z } from '@hono/zod-openapi';
import type { SignInHint } from '../../sign-in/discover.ts';
import type { HttpParts } from '../parts.ts';
import { problems } from '../problems.ts';
import type { Registrar } from '../registrar.ts';
import { emailAddress } from '../resources.ts';

const query = z.strictObject({
  tenant: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .openapi({ param: { name: 'tenant', in: 'query' }, example: 'acme' }),
  email: emailAddress
    .optional()
    .openapi({ param: { name: 'email', in: 'query' }, type: 'string', format: 'email' }),
  audience: z
    .enum(['operators'])
    .optional()
    .openapi({ param: { name: 'audience', in: 'query' } }),
});

export const discoverSignInRoute = createRoute({
  method: 'get',
  path: '/v1/sign-in',
  operationId: 'discoverSignIn',
  summary: 'Where to sign in: by tenant slug, by e-mail, or as an operator',
  tags: ['sign-in'],
  request: { query },
  responses: {
    200: {
      description:
        'The app client to sign in at, and by what. An e-mail leads to a tenant when the tenant has proven its domain; every other, known or not, gets one answer. The OAuth endpoints are in the issuer’s discovery document',
      content: {
        'application/json': {
          schema: z
            .object({
              region: z.string(),
              userPoolId: z.string(),
              clientId: z.string(),
              issuer: z.string(),
              cognitoEndpoint: z.string().optional(),
              methods: z.array(z.enum(['password', 'managed-login', 'identity-provider'])),
              scopes: z.array(z.string()),
              identityProvider: z.object({ key: z.string(), name: z.string() }).optional(),
              tenant: z.object({ slug: z.string(), name: z.string() }).optional(),
              tenantId: z.string().optional(),
            })
            .openapi('SignIn'),
        },
      },
    },
    ...problems(400, 403, 404, 409, 429),
  },
});

export function addSignInRoutes(routes: Registrar, { services }: HttpParts): void {
  routes.add(discoverSignInRoute, { audience: 'public' }, async (c) => {
    const signIn = await services.signIn.discover(requireOneHint(c.req.valid('query')));
    return c.json(signIn, 200, { 'cache-control': 'no-store' });
  });
}

function requireOneHint({ tenant, email, audience }: z.output<typeof query>): SignInHint {
  const hints: SignInHint[] = [];
  if (tenant !== undefined) hints.push({ tenant });
  if (email !== undefined) hints.push({ email });
  if (audience !== undefined) hints.push({ audience });
  const [hint, ...others] = hints;
  if (hint && others.length === 0) return hint;
  throw new CohabitError('invalid_request', 'Give exactly one of "tenant", "email" and "audience".');
}

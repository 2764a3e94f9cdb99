import { createRoute, z } from '@hono/zod-openapi';
import type { HttpParts } from '../parts.ts';
import type { Registrar } from '../registrar.ts';

const seedSchema = z
  .object({
    operator: z.object({ username: z.string(), password: z.string() }),
    tenants: z.array(
      z.object({
        id: z.string(),
        slug: z.string(),
        model: z.string(),
        userPoolId: z.string(),
        clientId: z.string(),
        issuer: z.string(),
        users: z.array(
          z.object({
            username: z.string(),
            email: z.string(),
            password: z.string(),
            roles: z.array(z.string()),
            totpSecret: z.string().optional(),
          }),
        ),
      }),
    ),
    identityProviders: z
      .array(
        z.object({
          tenant: z.string(),
          id: z.string(),
          key: z.string(),
          name: z.string(),
          issuer: z.string(),
          people: z.array(z.object({ email: z.string(), name: z.string(), groups: z.array(z.string()) })),
        }),
      )
      .optional(),
  })
  .openapi('Seed');

/** The people and passwords of a local installation. */
export type SeedDocument = z.output<typeof seedSchema>;

export const readSeedRoute = createRoute({
  method: 'get',
  path: '/_local/seed',
  operationId: 'readSeed',
  summary: 'The seeded people and their passwords; exists in local mode only',
  tags: ['installation'],
  responses: { 200: { description: 'The seed', content: { 'application/json': { schema: seedSchema } } } },
});

/** Adds nothing at all where there is no seed. */
export function addLocalSeedRoute(routes: Registrar, { seed }: HttpParts): void {
  if (!seed) return;
  routes.add(readSeedRoute, { audience: 'public' }, async (c) => c.json(await seed(), 200));
}

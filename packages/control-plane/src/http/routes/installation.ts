import { createRoute, z } from '@hono/zod-openapi';
import { landingPage } from '../landing-page.ts';
import type { HttpParts } from '../parts.ts';
import type { Registrar } from '../registrar.ts';

const tags = ['installation'];

const healthContent = { 'application/json': { schema: z.object({ status: z.enum(['ready', 'starting']) }) } };

export const readHealthRoute = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'readHealth',
  summary: 'Whether everything is ready',
  tags,
  responses: {
    200: { description: 'Ready', content: healthContent },
    503: { description: 'Not ready yet', content: healthContent },
  },
});

export const readInstallationRoute = createRoute({
  method: 'get',
  path: '/.well-known/cohabit',
  operationId: 'readInstallation',
  summary: 'Where the parts of this installation are',
  tags,
  responses: {
    200: {
      description: 'Addresses',
      content: {
        'application/json': {
          schema: z
            .object({
              cognitoEndpoint: z.string(),
              controlPlane: z.string(),
              console: z.string(),
              demo: z.string().optional(),
              region: z.string(),
              version: z.string(),
            })
            .openapi('Installation'),
        },
      },
    },
  },
});

export const readLandingPageRoute = createRoute({
  method: 'get',
  path: '/',
  operationId: 'readLandingPage',
  summary: 'A page for people who open the address in a browser',
  tags,
  responses: { 200: { description: 'HTML', content: { 'text/html': { schema: z.string() } } } },
});

export const readOpenApiRoute = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'readOpenApi',
  summary: 'This description',
  tags,
  responses: {
    200: {
      description: 'OpenAPI 3.1',
      content: { 'application/json': { schema: z.object({ openapi: z.string() }) } },
    },
  },
});

/** What strangers may see: that it runs, where its parts are, how to talk to it. */
export function addInstallationRoutes(
  routes: Registrar,
  parts: HttpParts,
  openApiDocument: () => { openapi: string },
): void {
  const { publicUrls, region, version, cognitoEndpoint, isReady } = parts;

  routes.add(readHealthRoute, { audience: 'public' }, async (c) =>
    (await isReady())
      ? c.json({ status: 'ready' as const }, 200)
      : c.json({ status: 'starting' as const }, 503),
  );

  routes.add(readInstallationRoute, { audience: 'public' }, (c) => {
    const { controlPlane, demo } = publicUrls;
    const endpoint = cognitoEndpoint ?? `https://cognito-idp.${region}.amazonaws.com`;
    const addresses = { cognitoEndpoint: endpoint, controlPlane, console: controlPlane, region, version };
    return c.json({ ...addresses, ...(demo === undefined ? {} : { demo }) }, 200);
  });

  routes.add(readLandingPageRoute, { audience: 'public' }, (c) => {
    const page = landingPage({ ...publicUrls, version, isLocal: parts.seed !== undefined });
    return c.html(page.html, 200, { 'content-security-policy': page.contentSecurityPolicy });
  });

  routes.add(readOpenApiRoute, { audience: 'public' }, (c) => c.json(openApiDocument(), 200));
}

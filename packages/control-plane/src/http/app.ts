import { CohabitError } from '@cohabit/core';
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { rateLimit } from './middleware/rate-limit.ts';
import { requestLog } from './middleware/request-log.ts';
import type { HttpParts } from './parts.ts';
import { answerError, answerNotFound, refuseInvalid } from './problems.ts';
import { type AppEnv, createRegistrar, type RouteEntry } from './registrar.ts';
import { addBreakGlassRoutes } from './routes/break-glass.ts';
import { addDomainRoutes } from './routes/domains.ts';
import { addHistoryRoutes } from './routes/history.ts';
import { addIdentityProviderRoutes } from './routes/identity-providers.ts';
import { addInstallationRoutes } from './routes/installation.ts';
import { addLocalSeedRoute } from './routes/local-seed.ts';
import { addMeRoutes } from './routes/me.ts';
import { addMembershipRoutes } from './routes/memberships.ts';
import { addSignInRoutes } from './routes/sign-in.ts';
import { addSuspensionRoutes } from './routes/suspension.ts';
import { addTenantRoutes } from './routes/tenants.ts';
import { addUsageRoutes } from './routes/usage.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The HTTP API and its route table, which is the whole of it. */
export function createApp(parts: HttpParts): { app: OpenAPIHono<AppEnv>; routes: RouteEntry[] } {
  const app = new OpenAPIHono<AppEnv>({ defaultHook: (result) => refuseInvalid(result) });
  app.onError(answerError);
  app.notFound(answerNotFound);
  app.use(requestLog(parts));
  app.use(secureHeaders({ referrerPolicy: 'no-referrer', xFrameOptions: 'DENY' }));
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseLargeBody }));
  // A product's server asks for all of its people, from one address: so many at once, and no more for a machine that guesses.
  app.use('/v1/sign-in', rateLimit({ burst: 200, perSecond: 20, clock: parts.clock }));

  const routes = createRegistrar(app, parts.guard);
  addInstallationRoutes(routes, parts, () => describe(app, parts));
  addLocalSeedRoute(routes, parts);
  addSignInRoutes(routes, parts);
  addTenantRoutes(routes, parts);
  addSuspensionRoutes(routes, parts);
  addHistoryRoutes(routes, parts);
  addMembershipRoutes(routes, parts);
  addIdentityProviderRoutes(routes, parts);
  addDomainRoutes(routes, parts);
  addBreakGlassRoutes(routes, parts);
  addUsageRoutes(routes, parts);
  addMeRoutes(routes, parts);
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of the operators’ user pool, or of any client that serves a tenant.',
  });
  return { app, routes: routes.entries };
}

function describe(app: OpenAPIHono<AppEnv>, { version, publicUrls }: HttpParts) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Cohabit control plane', version },
    servers: [{ url: publicUrls.controlPlane }],
  });
}

function refuseLargeBody(): never {
  throw new CohabitError('body_too_large', `The body is too large. Send at most ${MAX_BODY_BYTES} bytes.`);
}

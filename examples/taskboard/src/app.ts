import { CohabitError } from '@cohabit/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createApi } from './api/api-app.ts';
import { protectForms } from './http/forms.ts';
import type { Parts } from './http/parts.ts';
import { answerProblem } from './http/problems.ts';
import { createRouteTable, type RouteEntry } from './http/route-table.ts';
import { securityHeaders } from './http/security-headers.ts';
import { requireTenant, type TenantEnv } from './http/tenant-visit.ts';
import { recognizeVisitor, type VisitorEnv } from './http/visitor.ts';
import { addChallengePages } from './pages/challenges.ts';
import { addAssets, addHomePages } from './pages/home.ts';
import { addManagedLoginPages } from './pages/managed-login.ts';
import { addProjectPages } from './pages/projects.ts';
import { addSignInPages } from './pages/sign-in.ts';
import { addSignOutPages } from './pages/sign-out.ts';
import { addTaskPages } from './pages/tasks.ts';
import { addTenantPages } from './pages/tenant.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The whole server without its port: pages, API, assets and health, and the table of all of its routes. */
export async function createApp(parts: Parts): Promise<{ app: Hono; routes: readonly RouteEntry[] }> {
  const routes = createRouteTable();
  const app = new Hono();
  app.onError(answerProblem(parts.report));
  app.notFound((c) =>
    answerProblem(parts.report)(new CohabitError('not_found', 'There is no such address.'), c),
  );
  app.use(securityHeaders());
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new CohabitError('body_too_large', `A request body may have up to ${MAX_BODY_BYTES} bytes.`);
      },
    }),
  );
  routes.add(app, { method: 'GET', path: '/health', kind: 'open' }, async (c) => {
    await parts.checkDatabase();
    return c.json({ status: 'ok' });
  });
  await addAssets(app, routes);
  app.route('/', createApi(routes, parts));

  const visitors = new Hono<VisitorEnv>();
  visitors.use(recognizeVisitor(parts.sessions), protectForms());
  addHomePages(visitors, routes);
  addSignInPages(visitors, routes, parts);
  addChallengePages(visitors, routes, parts);
  addManagedLoginPages(visitors, routes, parts);
  addSignOutPages(visitors, routes, parts);
  const tenants = new Hono<TenantEnv>();
  tenants.use('/t/:slug/*', requireTenant(parts));
  addProjectPages(tenants, routes, parts);
  addTaskPages(tenants, routes, parts);
  addTenantPages(tenants, routes, parts);
  visitors.route('/', tenants);
  app.route('/', visitors);
  return { app, routes: routes.entries };
}

import { CohabitError } from '@cohabit/core';
import { tenantMiddleware } from '@cohabit/sdk/hono';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Parts } from '../http/parts.ts';
import { answerProblem } from '../http/problems.ts';
import type { RouteTable } from '../http/route-table.ts';
import { addMeRoutes } from './me.ts';
import { addProjectRoutes } from './projects.ts';
import { addTaskRoutes } from './tasks.ts';

/** The JSON API: for programs that hold an access token. Input that does not fit the schema is answered as a problem. */
export function createApi(routes: RouteTable, parts: Parts): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook(result) {
      if (result.success) return;
      const issue = result.error.issues[0];
      const where = issue?.path.join('.') || result.target;
      throw new CohabitError('invalid_request', `${where}: ${issue?.message ?? 'not valid'}`, {
        details: {
          issues: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
        },
      });
    },
  });
  api.onError(answerProblem(parts.report));
  api.use('/api/*', tenantMiddleware({ verifier: parts.verifier, meter: parts.meter }));
  api.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A Cognito access token of a tenant. The tenant is the one in the token.',
  });
  addProjectRoutes(api, routes, parts);
  addTaskRoutes(api, routes, parts);
  addMeRoutes(api, routes, parts);
  routes.note('GET', '/openapi.json', 'open');
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Taskboard', version: '1.0.0', description: 'Projects and tasks of your tenant.' },
  });
  return api;
}

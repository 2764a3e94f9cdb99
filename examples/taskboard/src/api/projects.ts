import { currentTenant } from '@cohabit/sdk';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Parts } from '../http/parts.ts';
import type { RouteTable } from '../http/route-table.ts';
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  type Project,
  projectChanges,
  projectInput,
  updateProject,
} from '../services/projects.ts';
import { body, json, problems, projectParams, projectSchema, secured } from './schemas.ts';

const listRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/projects',
  operationId: 'listProjects',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(60).optional(),
    }),
  },
  responses: {
    200: json(
      z.object({ items: z.array(projectSchema), cursor: z.string().optional() }),
      'Projects, oldest first; `cursor` leads to the next page',
    ),
    ...problems(400),
  },
});

const createRouteSpec = createRoute({
  ...secured,
  method: 'post',
  path: '/api/projects',
  operationId: 'createProject',
  request: { body: body(projectInput) },
  responses: { 201: json(projectSchema, 'The new project'), ...problems(400, 403, 413) },
});

const getRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/projects/{projectId}',
  operationId: 'getProject',
  request: { params: projectParams },
  responses: { 200: json(projectSchema, 'The project'), ...problems(404) },
});

const updateRoute = createRoute({
  ...secured,
  method: 'patch',
  path: '/api/projects/{projectId}',
  operationId: 'updateProject',
  request: { params: projectParams, body: body(projectChanges) },
  responses: { 200: json(projectSchema, 'The project as it is now'), ...problems(400, 404, 413) },
});

const deleteRoute = createRoute({
  ...secured,
  method: 'delete',
  path: '/api/projects/{projectId}',
  operationId: 'deleteProject',
  request: { params: projectParams },
  responses: { 204: { description: 'The project and its tasks are gone' }, ...problems(403, 404) },
});

/** A project as the API shows it: the tenant is the caller's own and need not be said. */
function resource({ tenantId: _tenantId, ...project }: Project): z.input<typeof projectSchema> {
  return project;
}

export function addProjectRoutes(api: OpenAPIHono, routes: RouteTable, parts: Parts): void {
  const { inTenant } = parts;

  routes.note('GET', listRoute.path, 'api');
  api.openapi(listRoute, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = await inTenant(currentTenant(), (scope) => listProjects(scope, { limit, after: cursor }));
    return c.json({ ...page, items: page.items.map(resource) }, 200);
  });

  routes.note('POST', createRouteSpec.path, 'api');
  api.openapi(createRouteSpec, async (c) => {
    const project = await inTenant(currentTenant(), (scope) => createProject(scope, c.req.valid('json')));
    return c.json(resource(project), 201, { location: `/api/projects/${project.id}` });
  });

  routes.note('GET', getRoute.path, 'api');
  api.openapi(getRoute, async (c) => {
    const { projectId } = c.req.valid('param');
    return c.json(resource(await inTenant(currentTenant(), (scope) => getProject(scope, projectId))), 200);
  });

  routes.note('PATCH', updateRoute.path, 'api');
  api.openapi(updateRoute, async (c) => {
    const { projectId } = c.req.valid('param');
    const changes = c.req.valid('json');
    const project = await inTenant(currentTenant(), (scope) => updateProject(scope, projectId, changes));
    return c.json(resource(project), 200);
  });

  routes.note('DELETE', deleteRoute.path, 'api');
  api.openapi(deleteRoute, async (c) => {
    const { projectId } = c.req.valid('param');
    await inTenant(currentTenant(), (scope) => deleteProject(scope, projectId));
    return c.body(null, 204);
  });
}

import { currentTenant } from '@cohabit/sdk';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Parts } from '../http/parts.ts';
import type { RouteTable } from '../http/route-table.ts';
import {
  createTask,
  deleteTask,
  getTask,
  listTasks,
  type Task,
  taskChanges,
  taskInput,
  updateTask,
} from '../services/tasks.ts';
import { body, json, problems, projectParams, secured, taskParams, taskSchema } from './schemas.ts';

const listRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/projects/{projectId}/tasks',
  operationId: 'listTasks',
  request: { params: projectParams },
  responses: {
    200: json(z.object({ items: z.array(taskSchema) }), 'The tasks, at most 500'),
    ...problems(404),
  },
});

const createRouteSpec = createRoute({
  ...secured,
  method: 'post',
  path: '/api/projects/{projectId}/tasks',
  operationId: 'createTask',
  request: { params: projectParams, body: body(taskInput) },
  responses: { 201: json(taskSchema, 'The new task'), ...problems(400, 404, 413) },
});

const getRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/tasks/{taskId}',
  operationId: 'getTask',
  request: { params: taskParams },
  responses: { 200: json(taskSchema, 'The task'), ...problems(404) },
});

const updateRoute = createRoute({
  ...secured,
  method: 'patch',
  path: '/api/tasks/{taskId}',
  operationId: 'updateTask',
  request: { params: taskParams, body: body(taskChanges) },
  responses: { 200: json(taskSchema, 'The task as it is now'), ...problems(400, 404, 413) },
});

const deleteRoute = createRoute({
  ...secured,
  method: 'delete',
  path: '/api/tasks/{taskId}',
  operationId: 'deleteTask',
  request: { params: taskParams },
  responses: { 204: { description: 'The task is gone' }, ...problems(404) },
});

function resource({ tenantId: _tenantId, ...task }: Task): z.input<typeof taskSchema> {
  return task;
}

export function addTaskRoutes(api: OpenAPIHono, routes: RouteTable, parts: Parts): void {
  const { inTenant } = parts;

  routes.note('GET', listRoute.path, 'api');
  api.openapi(listRoute, async (c) => {
    const { projectId } = c.req.valid('param');
    const tasks = await inTenant(currentTenant(), (scope) => listTasks(scope, projectId));
    return c.json({ items: tasks.map(resource) }, 200);
  });

  routes.note('POST', createRouteSpec.path, 'api');
  api.openapi(createRouteSpec, async (c) => {
    const { projectId } = c.req.valid('param');
    const input = c.req.valid('json');
    const task = await inTenant(currentTenant(), (scope) => createTask(scope, projectId, input));
    return c.json(resource(task), 201, { location: `/api/tasks/${task.id}` });
  });

  routes.note('GET', getRoute.path, 'api');
  api.openapi(getRoute, async (c) => {
    const { taskId } = c.req.valid('param');
    return c.json(resource(await inTenant(currentTenant(), (scope) => getTask(scope, taskId))), 200);
  });

  routes.note('PATCH', updateRoute.path, 'api');
  api.openapi(updateRoute, async (c) => {
    const { taskId } = c.req.valid('param');
    const changes = c.req.valid('json');
    const task = await inTenant(currentTenant(), (scope) => updateTask(scope, taskId, changes));
    return c.json(resource(task), 200);
  });

  routes.note('DELETE', deleteRoute.path, 'api');
  api.openapi(deleteRoute, async (c) => {
    const { taskId } = c.req.valid('param');
    await inTenant(currentTenant(), (scope) => deleteTask(scope, taskId));
    return c.body(null, 204);
  });
}

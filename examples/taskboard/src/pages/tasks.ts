import { CohabitError } from '@cohabit/core';
import type { Hono } from 'hono';
import { may } from '../authorization/authorizer.ts';
import { readForm } from '../http/forms.ts';
import type { Parts } from '../http/parts.ts';
import { param, type RouteTable } from '../http/route-table.ts';
import type { TenantEnv } from '../http/tenant-visit.ts';
import { getProject } from '../services/projects.ts';
import {
  createTask,
  deleteTask,
  getTask,
  listTasks,
  taskChanges,
  taskInput,
  updateTask,
} from '../services/tasks.ts';
import { boardView, columnNames, taskView } from '../views/board.ts';
import { emptyForm, errorsOf } from '../views/form.ts';

/** An empty date field means no day. */
function withDay(fields: Record<string, string>): Record<string, string | null> {
  return fields.dueOn === '' ? { ...fields, dueOn: null } : fields;
}

export function addTaskPages(app: Hono<TenantEnv>, routes: RouteTable, parts: Parts): void {
  const page = (method: 'GET' | 'POST', path: string) => ({ method, path, kind: 'page' as const });

  routes.add(app, page('POST', '/t/{slug}/projects/{projectId}/tasks'), async (c) => {
    const visit = c.get('visit');
    const projectId = param(c, 'projectId');
    const values = await readForm(c);
    const input = taskInput.safeParse(withDay(values));
    if (input.success) {
      const task = await parts.inTenant(visit.context, (scope) => createTask(scope, projectId, input.data));
      visit.notify(`Task “${task.title}” added to ${columnNames[task.status]}.`);
      return c.redirect(`/t/${visit.slug}/projects/${projectId}`, 303);
    }
    const { project, tasks } = await parts.inTenant(visit.context, async (scope) => ({
      project: await getProject(scope, projectId),
      tasks: await listTasks(scope, projectId),
    }));
    const form = { values, errors: errorsOf(input.error) };
    const canDelete = may(parts.authorizer, visit.context, 'deleteProject', project);
    const today = new Date(parts.clock()).toISOString().slice(0, 10);
    return c.html(boardView({ frame: await visit.frame(), project, tasks, today, canDelete, form }), 422);
  });

  routes.add(app, page('GET', '/t/{slug}/tasks/{taskId}'), async (c) => {
    const visit = c.get('visit');
    const { task, project } = await parts.inTenant(visit.context, async (scope) => {
      const found = await getTask(scope, param(c, 'taskId'));
      return { task: found, project: await getProject(scope, found.projectId) };
    });
    return c.html(taskView({ frame: await visit.frame(), task, project, form: emptyForm }));
  });

  routes.add(app, page('POST', '/t/{slug}/tasks/{taskId}'), async (c) => {
    const visit = c.get('visit');
    const id = param(c, 'taskId');
    const values = await readForm(c);
    const changes = taskChanges.safeParse(withDay(values));
    if (changes.success) {
      const task = await parts.inTenant(visit.context, (scope) => updateTask(scope, id, changes.data));
      visit.notify('Task saved.');
      return c.redirect(`/t/${visit.slug}/projects/${task.projectId}`, 303);
    }
    const { task, project } = await parts.inTenant(visit.context, async (scope) => {
      const found = await getTask(scope, id);
      return { task: found, project: await getProject(scope, found.projectId) };
    });
    const form = { values, errors: errorsOf(changes.error) };
    return c.html(taskView({ frame: await visit.frame(), task, project, form }), 422);
  });

  routes.add(app, page('POST', '/t/{slug}/tasks/{taskId}/move'), async (c) => {
    const visit = c.get('visit');
    const { status } = await readForm(c);
    const change = taskChanges.pick({ status: true }).required().safeParse({ status });
    if (!change.success) {
      throw new CohabitError('invalid_request', 'A task can be moved to "todo", "doing" or "done".');
    }
    const task = await parts.inTenant(visit.context, (scope) =>
      updateTask(scope, param(c, 'taskId'), change.data),
    );
    visit.notify(`“${task.title}” moved to ${columnNames[task.status]}.`);
    return c.redirect(`/t/${visit.slug}/projects/${task.projectId}#${task.id}`, 303);
  });

  routes.add(app, page('POST', '/t/{slug}/tasks/{taskId}/delete'), async (c) => {
    const visit = c.get('visit');
    const task = await parts.inTenant(visit.context, (scope) => deleteTask(scope, param(c, 'taskId')));
    visit.notify(`Task “${task.title}” deleted.`);
    return c.redirect(`/t/${visit.slug}/projects/${task.projectId}`, 303);
  });
}

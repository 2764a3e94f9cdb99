import type { Hono } from 'hono';
import { may } from '../authorization/authorizer.ts';
import { readForm } from '../http/forms.ts';
import type { Parts } from '../http/parts.ts';
import { param, type RouteTable } from '../http/route-table.ts';
import type { TenantEnv } from '../http/tenant-visit.ts';
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  projectInput,
  updateProject,
} from '../services/projects.ts';
import { listTasks } from '../services/tasks.ts';
import { boardView } from '../views/board.ts';
import { emptyForm, errorsOf } from '../views/form.ts';
import { deleteProjectView, editProjectView, projectsView } from '../views/projects.ts';

/** The most projects the list shows. */
const MAX_PROJECTS = 200;

export function addProjectPages(app: Hono<TenantEnv>, routes: RouteTable, parts: Parts): void {
  const page = (method: 'GET' | 'POST', path: string) => ({ method, path, kind: 'page' as const });
  const today = () => new Date(parts.clock()).toISOString().slice(0, 10);

  routes.add(app, page('GET', '/t/{slug}'), async (c) => {
    const visit = c.get('visit');
    const { items } = await parts.inTenant(visit.context, (scope) =>
      listProjects(scope, { limit: MAX_PROJECTS }),
    );
    return c.html(projectsView({ frame: await visit.frame(), projects: items, form: emptyForm }));
  });

  routes.add(app, page('POST', '/t/{slug}/projects'), async (c) => {
    const visit = c.get('visit');
    const values = await readForm(c);
    const input = projectInput.safeParse(values);
    if (!input.success) {
      const { items } = await parts.inTenant(visit.context, (scope) =>
        listProjects(scope, { limit: MAX_PROJECTS }),
      );
      const form = { values, errors: errorsOf(input.error) };
      return c.html(projectsView({ frame: await visit.frame(), projects: items, form }), 422);
    }
    const project = await parts.inTenant(visit.context, (scope) => createProject(scope, input.data));
    visit.notify(`Project “${project.name}” created.`);
    return c.redirect(`/t/${visit.slug}/projects/${project.id}`, 303);
  });

  routes.add(app, page('GET', '/t/{slug}/projects/{projectId}'), async (c) => {
    const visit = c.get('visit');
    const { project, tasks } = await parts.inTenant(visit.context, async (scope) => ({
      project: await getProject(scope, param(c, 'projectId')),
      tasks: await listTasks(scope, param(c, 'projectId')),
    }));
    const canDelete = may(parts.authorizer, visit.context, 'deleteProject', project);
    return c.html(boardView({ frame: await visit.frame(), project, tasks, today: today(), canDelete }));
  });

  routes.add(app, page('GET', '/t/{slug}/projects/{projectId}/edit'), async (c) => {
    const visit = c.get('visit');
    const project = await parts.inTenant(visit.context, (scope) => getProject(scope, param(c, 'projectId')));
    return c.html(editProjectView({ frame: await visit.frame(), project, form: emptyForm }));
  });

  routes.add(app, page('POST', '/t/{slug}/projects/{projectId}'), async (c) => {
    const visit = c.get('visit');
    const id = param(c, 'projectId');
    const values = await readForm(c);
    const input = projectInput.safeParse(values);
    if (!input.success) {
      const project = await parts.inTenant(visit.context, (scope) => getProject(scope, id));
      const form = { values, errors: errorsOf(input.error) };
      return c.html(editProjectView({ frame: await visit.frame(), project, form }), 422);
    }
    await parts.inTenant(visit.context, (scope) => updateProject(scope, id, input.data));
    visit.notify('Project saved.');
    return c.redirect(`/t/${visit.slug}/projects/${id}`, 303);
  });

  routes.add(app, page('GET', '/t/{slug}/projects/{projectId}/delete'), async (c) => {
    const visit = c.get('visit');
    const project = await parts.inTenant(visit.context, (scope) => getProject(scope, param(c, 'projectId')));
    return c.html(deleteProjectView({ frame: await visit.frame(), project }));
  });

  routes.add(app, page('POST', '/t/{slug}/projects/{projectId}/delete'), async (c) => {
    const visit = c.get('visit');
    await parts.inTenant(visit.context, (scope) => deleteProject(scope, param(c, 'projectId')));
    visit.notify('Project deleted.');
    return c.redirect(`/t/${visit.slug}`, 303);
  });
}

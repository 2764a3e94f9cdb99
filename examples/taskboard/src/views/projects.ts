import { html } from 'hono/html';
import type { Project } from '../services/projects.ts';
import { errorSummary, type FormState, textArea, textField } from './form.ts';
import { formToken, type TenantFrame, tenantPage } from './layout.ts';
import { icon, type Markup, nothing } from './markup.ts';

/** All projects of the tenant, with a form for a new one. */
export function projectsView(options: { frame: TenantFrame; projects: Project[]; form: FormState }): Markup {
  const { frame, projects, form } = options;
  const isRefused = Object.keys(form.errors).length > 0;
  const open = projects.reduce((sum, { tasks }) => sum + tasks.todo + tasks.doing, 0);
  const summary = `${projects.length} ${projects.length === 1 ? 'project' : 'projects'}, ${open} open ${open === 1 ? 'task' : 'tasks'}`;
  return tenantPage({
    title: 'Projects',
    section: 'projects',
    frame,
    content: html`<div class="page-head"><div><h1>Projects</h1>
<p class="lead">${projects.length > 0 ? summary : `Everything ${frame.name} works on will stand here.`}</p></div></div>
${errorSummary(form)}
${projects.length > 0 ? html`<ul class="projects">${projects.map((project) => projectCard(frame, project))}</ul>` : emptyProjects}
<details class="sheet new-project" ${isRefused || projects.length === 0 ? html`open` : nothing}><summary>${icon('plus')}<span>New project</span></summary>
<form method="post" action="/t/${frame.slug}/projects" class="stack" novalidate>${formToken(frame.formToken)}
${projectFields(form)}<div class="form-actions"><button class="button primary" type="submit">Create project</button></div></form></details>`,
  });
}

const emptyProjects = html`<div class="empty">${icon('board')}<h2>No project yet</h2><p>A project is a board with three columns. Create the first one below.</p></div>`;

function projectCard(frame: TenantFrame, { id, name, description, tasks }: Project): Markup {
  const total = tasks.todo + tasks.doing + tasks.done;
  const done = total === 0 ? 0 : Math.round((tasks.done / total) * 100);
  const doing = total === 0 ? 0 : Math.round((tasks.doing / total) * 100);
  return html`<li class="project"><h2><a href="/t/${frame.slug}/projects/${id}">${name}</a></h2>
<p class="project-about">${description || 'No description'}</p>
<svg class="progress" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="4" /><rect class="doing" width="${done + doing}" height="4" /><rect class="done" width="${done}" height="4" /></svg>
<p class="project-counts"><span>${tasks.todo} to do</span><span>${tasks.doing} doing</span><span>${tasks.done} done</span></p></li>`;
}

function projectFields(form: FormState, project?: Project): Markup {
  return html`${textField({ name: 'name', label: 'Project name', form, value: project?.name ?? '', required: true, maxLength: 80 })}
${textArea({ name: 'description', label: 'Description (optional)', form, value: project?.description ?? '', rows: 3, maxLength: 500 })}`;
}

/** Name and description of a project. */
export function editProjectView(options: { frame: TenantFrame; project: Project; form: FormState }): Markup {
  const { frame, project, form } = options;
  const board = `/t/${frame.slug}/projects/${project.id}`;
  return tenantPage({
    title: `Edit ${project.name}`,
    section: 'projects',
    frame,
    content: html`<div class="page-head"><div><p class="crumb"><a href="/t/${frame.slug}">Projects</a> <span aria-hidden="true">/</span> <a href="${board}">${project.name}</a></p><h1>Edit project</h1></div></div>
<div class="sheet">${errorSummary(form)}<form method="post" action="${board}" class="stack" novalidate>${formToken(frame.formToken)}
${projectFields(form, project)}<div class="form-actions"><button class="button primary" type="submit">Save project</button><a class="button subtle" href="${board}">Cancel</a></div></form></div>`,
  });
}

/** Asks before a project and its tasks are gone. */
export function deleteProjectView(options: { frame: TenantFrame; project: Project }): Markup {
  const { frame, project } = options;
  const { todo, doing, done } = project.tasks;
  const board = `/t/${frame.slug}/projects/${project.id}`;
  return tenantPage({
    title: `Delete ${project.name}`,
    section: 'projects',
    frame,
    content: html`<div class="page-head"><div><p class="crumb"><a href="/t/${frame.slug}">Projects</a> <span aria-hidden="true">/</span> <a href="${board}">${project.name}</a></p><h1>Delete project?</h1></div></div>
<div class="sheet"><p><strong>${project.name}</strong> and its ${todo + doing + done} tasks will be gone for everybody at ${frame.name}. This cannot be undone.</p>
<form method="post" action="${board}/delete">${formToken(frame.formToken)}<div class="form-actions"><button class="button danger-solid" type="submit">Delete project and tasks</button><a class="button subtle" href="${board}">Keep it</a></div></form></div>`,
  });
}

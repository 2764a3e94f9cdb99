import { html } from 'hono/html';
import type { Project } from '../services/projects.ts';
import { type Task, type TaskStatus, taskStatuses } from '../services/tasks.ts';
import { dueLabel } from './dates.ts';
import { emptyForm, errorSummary, type FormState, selectField, textArea, textField } from './form.ts';
import { formToken, type TenantFrame, tenantPage } from './layout.ts';
import { icon, type Markup, nothing } from './markup.ts';

/** What the columns of a board are called. */
export const columnNames: Record<TaskStatus, string> = { todo: 'To do', doing: 'Doing', done: 'Done' };

/** One project as a board of three columns. `form` is the add form of one column, when its input was refused. */
export function boardView(options: {
  frame: TenantFrame;
  project: Project;
  tasks: Task[];
  today: string;
  canDelete: boolean;
  form?: FormState;
}): Markup {
  const { frame, project, tasks, today, form = emptyForm } = options;
  const base = `/t/${frame.slug}`;
  return tenantPage({
    title: project.name,
    section: 'projects',
    frame,
    content: html`<div class="page-head"><div>
<p class="crumb"><a href="${base}">Projects</a></p><h1>${project.name}</h1>
${project.description ? html`<p class="lead">${project.description}</p>` : nothing}</div>
<div class="page-actions"><a class="button" href="${base}/projects/${project.id}/edit">Edit project</a>
${options.canDelete ? html`<a class="button danger" href="${base}/projects/${project.id}/delete">Delete project</a>` : nothing}</div></div>
${errorSummary(form)}
<div class="board">
${taskStatuses.map((status) =>
  column({
    frame,
    project,
    status,
    today,
    tasks: tasks.filter((task) => task.status === status),
    form: (form.values.status ?? 'todo') === status ? form : emptyForm,
  }),
)}</div>`,
  });
}

function column(options: {
  frame: TenantFrame;
  project: Project;
  status: TaskStatus;
  tasks: Task[];
  today: string;
  form: FormState;
}): Markup {
  const { frame, project, status, tasks, form } = options;
  const name = columnNames[status];
  const isRefused = Object.keys(form.errors).length > 0;
  return html`<section class="column" aria-labelledby="column-${status}" data-column="${status}">
<h2 id="column-${status}"><span class="dot ${status}" aria-hidden="true"></span>${name} <span class="count"><span class="visually-hidden">(</span>${tasks.length}<span class="visually-hidden"> tasks)</span></span></h2>
${
  tasks.length > 0
    ? html`<ul class="cards">${tasks.map((task) => card(frame, task, options.today))}</ul>`
    : html`<p class="empty-column">${status === 'done' ? 'Nothing finished yet.' : status === 'doing' ? 'Nobody works on anything.' : 'Nothing waits.'}</p>`
}
<details class="add" ${isRefused ? html`open` : nothing}><summary>${icon('plus')}<span>Add task<span class="visually-hidden"> to ${name}</span></span></summary>
<form method="post" action="/t/${frame.slug}/projects/${project.id}/tasks" class="stack" novalidate>${formToken(frame.formToken)}
<input type="hidden" name="status" value="${status}">
${textField({ name: 'title', label: 'Title', form, idPrefix: `add-${status}`, required: true, maxLength: 200 })}
${textField({ name: 'dueOn', label: 'Due on (optional)', form, idPrefix: `add-${status}`, type: 'date' })}
<button class="button primary" type="submit">Add to ${name}</button></form></details></section>`;
}

function card(frame: TenantFrame, task: Task, today: string): Markup {
  const base = `/t/${frame.slug}/tasks/${task.id}`;
  const position = taskStatuses.indexOf(task.status);
  const move = (status: TaskStatus | undefined, symbol: 'left' | 'right') =>
    status
      ? html`<button class="icon-button" type="submit" name="status" value="${status}" aria-label="Move “${task.title}” to ${columnNames[status]}" title="Move to ${columnNames[status]}">${icon(symbol)}</button>`
      : nothing;
  const due = task.dueOn && task.status !== 'done' ? dueLabel(task.dueOn, today) : undefined;
  return html`<li class="card" id="${task.id}" data-card><a class="card-title" href="${base}">${task.title}</a>
${task.notes ? html`<p class="card-notes">${task.notes.length > 110 ? `${task.notes.slice(0, 110).trimEnd()}…` : task.notes}</p>` : nothing}
<div class="card-foot">${due ? html`<span class="due ${due.tone}">${icon('calendar')}<span><span class="visually-hidden">Due: </span>${due.text}</span></span>` : html`<span></span>`}
<form method="post" action="${base}/move" class="moves">${formToken(frame.formToken)}${move(taskStatuses[position - 1], 'left')}${move(taskStatuses[position + 1], 'right')}</form></div></li>`;
}

/** One task, to change or delete. */
export function taskView(options: {
  frame: TenantFrame;
  task: Task;
  project: Project;
  form: FormState;
}): Markup {
  const { frame, task, project, form } = options;
  const base = `/t/${frame.slug}`;
  return tenantPage({
    title: task.title,
    section: 'projects',
    frame,
    content: html`<div class="page-head"><div>
<p class="crumb"><a href="${base}">Projects</a> <span aria-hidden="true">/</span> <a href="${base}/projects/${project.id}">${project.name}</a></p>
<h1>Edit task</h1></div></div>
<div class="sheet">${errorSummary(form)}
<form method="post" action="${base}/tasks/${task.id}" class="stack" novalidate>${formToken(frame.formToken)}
${textField({ name: 'title', label: 'Title', form, value: task.title, required: true, maxLength: 200 })}
${textArea({ name: 'notes', label: 'Notes', form, value: task.notes, rows: 7, maxLength: 5000 })}
<div class="pair">${selectField({ name: 'status', label: 'Column', form, value: task.status, choices: taskStatuses.map((value) => ({ value, label: columnNames[value] })) })}
${textField({ name: 'dueOn', label: 'Due on', form, value: task.dueOn ?? '', type: 'date' })}</div>
<div class="form-actions"><button class="button primary" type="submit">Save task</button><a class="button subtle" href="${base}/projects/${project.id}">Cancel</a></div></form>
<form method="post" action="${base}/tasks/${task.id}/delete" class="danger-zone">${formToken(frame.formToken)}
<button class="button danger" type="submit">Delete task</button></form></div>`,
  });
}

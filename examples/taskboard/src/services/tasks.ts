import { type Id, newId, type TenantId, type UserId } from '@cohabit/core';
import * as z from 'zod';
import { readable, requireAllowed } from '../authorization/authorizer.ts';
import { getProject, type ProjectId } from './projects.ts';
import type { Scope } from './scope.ts';

type TaskId = Id<'tsk'>;

/** The columns of a board, in their order. */
export const taskStatuses = ['todo', 'doing', 'done'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export interface Task {
  id: TaskId;
  tenantId: TenantId;
  projectId: ProjectId;
  title: string;
  notes: string;
  status: TaskStatus;
  /** A day such as `2026-11-22`. */
  dueOn: string | null;
  createdBy: UserId;
  /** ISO-8601. */
  createdAt: string;
  updatedAt: string;
}

const title = z
  .string()
  .trim()
  .min(1, 'Give the task a title.')
  .max(200, 'A title has at most 200 characters.');
const notes = z.string().trim().max(5000, 'Notes have at most 5,000 characters.');
const dueOn = z.iso.date('Write the day as year-month-day, such as 2026-11-30.').nullable();
const status = z.enum(taskStatuses);

export const taskInput = z.strictObject({
  title,
  notes: notes.default(''),
  status: status.default('todo'),
  dueOn: dueOn.default(null),
});
export const taskChanges = z.strictObject({
  title: title.optional(),
  notes: notes.optional(),
  status: status.optional(),
  dueOn: dueOn.optional(),
});

const SELECT = `
  select id, tenant_id as "tenantId", project_id as "projectId", title, notes, status,
    to_char(due_on, 'YYYY-MM-DD') as "dueOn", created_by as "createdBy",
    created_at as "createdAt", updated_at as "updatedAt"
  from taskboard.tasks`;

type Row = Omit<Task, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

function fromRow(row: Row): Task {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** The most tasks a board shows. */
const MAX_TASKS = 500;

/** The tasks of a project, in each column by when they came into it. Throws `not_found` for another tenant's project. */
export async function listTasks(scope: Scope, projectId: string): Promise<Task[]> {
  await getProject(scope, projectId);
  const { rows } = await scope.tx.query<Row>(
    `${SELECT} where project_id = $1 order by moved_at, id limit ${MAX_TASKS}`,
    [projectId],
  );
  return readable(scope.authorizer, scope.context, 'readTask', rows).map(fromRow);
}

async function findTask({ tx }: Scope, id: string): Promise<Task | undefined> {
  const { rows } = await tx.query<Row>(`${SELECT} where id = $1`, [id]);
  return rows[0] && fromRow(rows[0]);
}

/** Throws `not_found`, also for another tenant's task. */
export async function getTask(scope: Scope, id: string): Promise<Task> {
  return requireAllowed(scope.authorizer, scope.context, 'readTask', await findTask(scope, id));
}

/** Throws `not_found` for another tenant's project. */
export async function createTask(
  scope: Scope,
  projectId: string,
  input: z.output<typeof taskInput>,
): Promise<Task> {
  const { tx, context, authorizer } = scope;
  const project = await getProject(scope, projectId);
  const id = newId('tsk');
  requireAllowed(authorizer, context, 'createTask', { id, tenantId: project.tenantId });
  await tx.query(
    `insert into taskboard.tasks (id, project_id, title, notes, status, due_on, created_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, projectId, input.title, input.notes, input.status, input.dueOn, context.userId],
  );
  return getTask(scope, id);
}

/** Changes what is given; a new status puts the task at the end of its new column. Throws `not_found`. */
export async function updateTask(
  scope: Scope,
  id: string,
  changes: z.output<typeof taskChanges>,
): Promise<Task> {
  const task = requireAllowed(scope.authorizer, scope.context, 'updateTask', await findTask(scope, id));
  const next = { ...task, ...changes };
  await scope.tx.query(
    `update taskboard.tasks
     set title = $2, notes = $3, status = $4, due_on = $5, updated_at = now(),
       moved_at = case when status = $4 then moved_at else now() end
     where id = $1`,
    [id, next.title, next.notes, next.status, next.dueOn],
  );
  return getTask(scope, id);
}

/** Throws `not_found`. Answers the deleted task. */
export async function deleteTask(scope: Scope, id: string): Promise<Task> {
  const task = requireAllowed(scope.authorizer, scope.context, 'deleteTask', await findTask(scope, id));
  await scope.tx.query('delete from taskboard.tasks where id = $1', [id]);
  return task;
}

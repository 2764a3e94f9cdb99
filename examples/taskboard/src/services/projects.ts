import { type Id, newId, type TenantId, type UserId } from '@cohabit/core';
import * as z from 'zod';
import { readable, requireAllowed } from '../authorization/authorizer.ts';
import type { Scope } from './scope.ts';

export type ProjectId = Id<'prj'>;

export interface Project {
  id: ProjectId;
  tenantId: TenantId;
  name: string;
  description: string;
  createdBy: UserId;
  /** ISO-8601. */
  createdAt: string;
  updatedAt: string;
  tasks: { todo: number; doing: number; done: number };
}

export const projectInput = z.strictObject({
  name: z.string().trim().min(1, 'Give the project a name.').max(80, 'A name has at most 80 characters.'),
  description: z.string().trim().max(500, 'A description has at most 500 characters.').default(''),
});
export const projectChanges = projectInput.partial().extend({
  description: z.string().trim().max(500, 'A description has at most 500 characters.').optional(),
});

const SELECT = `
  select project.id, project.tenant_id as "tenantId", project.name, project.description,
    project.created_by as "createdBy", project.created_at as "createdAt", project.updated_at as "updatedAt",
    count(task.id) filter (where task.status = 'todo')::int as todo,
    count(task.id) filter (where task.status = 'doing')::int as doing,
    count(task.id) filter (where task.status = 'done')::int as done
  from taskboard.projects as project
  left join taskboard.tasks as task on task.tenant_id = project.tenant_id and task.project_id = project.id`;

type Row = Omit<Project, 'createdAt' | 'updatedAt' | 'tasks'> & {
  createdAt: Date;
  updatedAt: Date;
  todo: number;
  doing: number;
  done: number;
};

function fromRow({ todo, doing, done, createdAt, updatedAt, ...row }: Row): Project {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    tasks: { todo, doing, done },
  };
}

/** Oldest first; `after` is the last id of the page before. */
export async function listProjects(
  { tx, authorizer, context }: Scope,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: Project[]; cursor?: string }> {
  const { rows } = await tx.query<Row>(
    `${SELECT} where project.id > $1 group by project.tenant_id, project.id order by project.id limit $2`,
    [page.after ?? '', page.limit + 1],
  );
  const items = readable(authorizer, context, 'readProject', rows.slice(0, page.limit)).map(fromRow);
  const last = rows[page.limit - 1];
  return rows.length > page.limit && last ? { items, cursor: last.id } : { items };
}

async function findProject({ tx }: Scope, id: string): Promise<Project | undefined> {
  const { rows } = await tx.query<Row>(
    `${SELECT} where project.id = $1 group by project.tenant_id, project.id`,
    [id],
  );
  return rows[0] && fromRow(rows[0]);
}

/** Throws `not_found`, also for another tenant's project. */
export async function getProject(scope: Scope, id: string): Promise<Project> {
  return requireAllowed(scope.authorizer, scope.context, 'readProject', await findProject(scope, id));
}

export async function createProject(scope: Scope, input: z.output<typeof projectInput>): Promise<Project> {
  const { tx, context, authorizer } = scope;
  const id = newId('prj');
  requireAllowed(authorizer, context, 'createProject', { id, tenantId: context.tenantId });
  await tx.query(
    'insert into taskboard.projects (id, name, description, created_by) values ($1, $2, $3, $4)',
    [id, input.name, input.description, context.userId],
  );
  return getProject(scope, id);
}

/** Throws `not_found`. */
export async function updateProject(
  scope: Scope,
  id: string,
  changes: z.output<typeof projectChanges>,
): Promise<Project> {
  const project = await findProject(scope, id);
  requireAllowed(scope.authorizer, scope.context, 'updateProject', project);
  await scope.tx.query(
    `update taskboard.projects
     set name = coalesce($2, name), description = coalesce($3, description), updated_at = now()
     where id = $1`,
    [id, changes.name, changes.description],
  );
  return getProject(scope, id);
}

/** Deletes the project with its tasks. Throws `not_found`, or `forbidden` for anyone but an admin. */
export async function deleteProject(scope: Scope, id: string): Promise<void> {
  requireAllowed(scope.authorizer, scope.context, 'deleteProject', await findProject(scope, id));
  await scope.tx.query('delete from taskboard.projects where id = $1', [id]);
}

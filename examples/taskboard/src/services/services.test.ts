import { newId, type TenantId } from '@cohabit/core';
import type { TenantContext } from '@cohabit/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskboardAuthorizer } from '../authorization/authorizer.ts';
import { type Database, openDatabase, ownerTransaction } from '../database/database.ts';
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  type Project,
  updateProject,
} from './projects.ts';
import { createInTenant, type InTenant } from './scope.ts';
import {
  createTask,
  deleteTask,
  getTask,
  listTasks,
  type Task,
  taskChanges,
  taskInput,
  updateTask,
} from './tasks.ts';

function person(tenantId: TenantId, ...roles: string[]): TenantContext {
  return {
    kind: 'tenant',
    tenantId,
    tenantSlug: 'test',
    plan: 'starter',
    userId: newId('usr'),
    roles,
    membershipVersion: 1,
    placement: { userPoolId: 'us-east-1_test', clientId: 'client' },
    token: { issuer: '', subject: '', use: 'access', issuedAt: 0, expiresAt: 0, authTime: 0, claims: {} },
  };
}

describe('the services', () => {
  const authorizer = createTaskboardAuthorizer();
  let database: Database;
  let inTenant: InTenant;
  /** Runs as the database's superuser, for whom there are no row policies: only Cedar stands in the way. */
  const withoutRowSecurity: InTenant = (context, work) =>
    ownerTransaction(database, (tx) => work({ context, tx, authorizer }));
  const admin = person(newId('tnt'), 'admin');
  const member = person(admin.tenantId, 'member');
  const stranger = person(newId('tnt'), 'admin');
  let project: Project;
  let task: Task;

  beforeAll(async () => {
    database = await openDatabase();
    inTenant = createInTenant(database, authorizer);
    project = await inTenant(admin, (scope) => createProject(scope, { name: 'Ours', description: '' }));
    task = await inTenant(member, (scope) =>
      createTask(scope, project.id, taskInput.parse({ title: 'First' })),
    );
  });
  afterAll(() => database.close());

  const foreign: [string, (inTenant: InTenant) => Promise<unknown>][] = [
    ['read its project', (run) => run(stranger, (scope) => getProject(scope, project.id))],
    [
      'change its project',
      (run) => run(stranger, (scope) => updateProject(scope, project.id, { name: 'Mine' })),
    ],
    ['delete its project', (run) => run(stranger, (scope) => deleteProject(scope, project.id))],
    ['list its tasks', (run) => run(stranger, (scope) => listTasks(scope, project.id))],
    [
      'add a task to its project',
      (run) => run(stranger, (scope) => createTask(scope, project.id, taskInput.parse({ title: 'x' }))),
    ],
    ['read its task', (run) => run(stranger, (scope) => getTask(scope, task.id))],
    ['change its task', (run) => run(stranger, (scope) => updateTask(scope, task.id, { title: 'Mine' }))],
    ['delete its task', (run) => run(stranger, (scope) => deleteTask(scope, task.id))],
  ];

  it.each(foreign)(
    'answer not found to an admin of another tenant who tries to %s',
    async (_what, attempt) => {
      await expect(attempt(inTenant)).rejects.toMatchObject({ code: 'not_found' });
    },
  );

  it.each(foreign)(
    'answer not found by policy alone, without row security, to who tries to %s',
    async (_what, attempt) => {
      await expect(attempt(withoutRowSecurity)).rejects.toMatchObject({ code: 'not_found' });
    },
  );

  it('list only own projects, by row security and by policy alone', async () => {
    await inTenant(stranger, (scope) => createProject(scope, { name: 'Theirs', description: '' }));
    for (const run of [inTenant, withoutRowSecurity]) {
      const { items } = await run(stranger, (scope) => listProjects(scope, { limit: 100 }));
      expect(items.map((item) => item.name)).toEqual(['Theirs']);
    }
  });

  it('let members work with tasks but only admins delete a project', async () => {
    const doomed = await inTenant(member, (scope) =>
      createProject(scope, { name: 'Doomed', description: '' }),
    );
    await expect(inTenant(member, (scope) => deleteProject(scope, doomed.id))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await inTenant(admin, (scope) => deleteProject(scope, doomed.id));
    await expect(inTenant(admin, (scope) => getProject(scope, doomed.id))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuse somebody without roles', async () => {
    const nobody = person(admin.tenantId);
    await expect(inTenant(nobody, (scope) => getProject(scope, project.id))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('put a moved task at the end of its new column and count by column', async () => {
    const second = await inTenant(member, (scope) =>
      createTask(scope, project.id, taskInput.parse({ title: 'Second', status: 'doing' })),
    );
    const moved = await inTenant(member, (scope) =>
      updateTask(scope, task.id, taskChanges.parse({ status: 'doing' })),
    );
    expect(moved).toMatchObject({ title: 'First', status: 'doing' });
    const tasks = await inTenant(member, (scope) => listTasks(scope, project.id));
    expect(tasks.map((each) => each.id)).toEqual([second.id, task.id]);
    expect((await inTenant(member, (scope) => getProject(scope, project.id))).tasks).toEqual({
      todo: 0,
      doing: 2,
      done: 0,
    });
  });

  it('keep SQL and markup in fields as the text they are', async () => {
    const title = `'); drop table taskboard.tasks; -- <script>alert(1)</script>`;
    const hostile = await inTenant(member, (scope) =>
      createTask(scope, project.id, taskInput.parse({ title })),
    );
    expect((await inTenant(member, (scope) => getTask(scope, hostile.id))).title).toBe(title);
    await expect(inTenant(member, (scope) => getTask(scope, "' or 1=1 --"))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('list projects page by page without losing or repeating one', async () => {
    const many = person(newId('tnt'), 'member');
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await inTenant(many, (scope) => createProject(scope, { name, description: '' }));
    }
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await inTenant(many, (scope) => listProjects(scope, { limit: 2, after }));
      seen.push(...page.items.map((item) => item.name));
      after = page.cursor;
    } while (after);
    expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('keep the tenant while requests of many run at once', async () => {
    const people = Array.from({ length: 8 }, (_, i) => ({
      context: person(newId('tnt'), 'admin'),
      name: `p${i}`,
    }));
    await Promise.all(
      people.map(({ context, name }) =>
        inTenant(context, (scope) => createProject(scope, { name, description: '' })),
      ),
    );
    const lists = await Promise.all(
      people.map(({ context }) => inTenant(context, (scope) => listProjects(scope, { limit: 100 }))),
    );
    expect(lists.map(({ items }) => items.map((item) => item.name))).toEqual(
      people.map(({ name }) => [name]),
    );
  });
});

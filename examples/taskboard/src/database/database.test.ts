import { newId, type TenantId } from '@cohabit/core';
import { type TenantContext, tenantTransaction } from '@cohabit/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, type Database, openDatabase, ownerTransaction } from './database.ts';
import { migrate } from './migrate.ts';
import { requireRestrictedRole } from './restricted-role.ts';
import { seedDatabase } from './seed.ts';

const tenantOf = (tenantId: TenantId) => ({ tenantId }) as TenantContext;

async function addProject(tx: Connection, name: string): Promise<string> {
  const id = newId('prj');
  await tx.query('insert into taskboard.projects (id, name, created_by) values ($1, $2, $3)', [
    id,
    name,
    'usr',
  ]);
  return id;
}

const names = async (tx: Connection) =>
  (await tx.query<{ name: string }>('select name from taskboard.projects order by name')).rows.map(
    (r) => r.name,
  );

describe('the database', () => {
  let database: Database;
  const [ours, theirs] = [newId('tnt'), newId('tnt')];
  let theirProject: string;

  beforeAll(async () => {
    database = await openDatabase();
    await tenantTransaction(database, tenantOf(ours), (tx) => addProject(tx, 'ours'));
    theirProject = await tenantTransaction(database, tenantOf(theirs), (tx) => addProject(tx, 'theirs'));
  });
  afterAll(() => database.close());

  it('shows a tenant its own rows only, although the queries name no tenant', async () => {
    expect(await tenantTransaction(database, tenantOf(ours), names)).toEqual(['ours']);
    expect(await tenantTransaction(database, tenantOf(theirs), names)).toEqual(['theirs']);
  });

  it('shows a superuser all rows: why requests must never run as one', async () => {
    expect(await ownerTransaction(database, names)).toEqual(expect.arrayContaining(['ours', 'theirs']));
  });

  it('shows an owner that is no superuser nothing without a tenant, because row security is forced', async () => {
    const seen = await ownerTransaction(database, async (tx) => {
      await tx.query('create role plain_owner');
      await tx.query('grant usage, create on schema taskboard to plain_owner');
      await tx.query('alter table taskboard.projects owner to plain_owner');
      await tx.query('set local role plain_owner');
      const rows = await names(tx);
      await tx.query('reset role');
      await tx.query('alter table taskboard.projects owner to postgres');
      await tx.query('drop owned by plain_owner');
      await tx.query('drop role plain_owner');
      return rows;
    });
    expect(seen).toEqual([]);
  });

  it('shows the restricted role nothing when no tenant is set, and nothing of the tenant before', async () => {
    const seen = await ownerTransaction(database, async (tx) => {
      await tx.query(`set local role ${database.tenantRole}`);
      return names(tx);
    });
    expect(seen).toEqual([]);
  });

  it('changes and deletes no row of another tenant', async () => {
    await tenantTransaction(database, tenantOf(ours), async (tx) => {
      await tx.query("update taskboard.projects set name = 'taken' where id = $1", [theirProject]);
      await tx.query('delete from taskboard.projects where id = $1', [theirProject]);
    });
    expect(await tenantTransaction(database, tenantOf(theirs), names)).toEqual(['theirs']);
  });

  it.each([
    [
      'a row for another tenant',
      "insert into taskboard.projects (tenant_id, id, name, created_by) values ($1, 'prj_x', 'x', 'u')",
      () => [theirs],
    ],
    [
      'a task on a project of another tenant',
      "insert into taskboard.tasks (id, project_id, title, created_by) values ('tsk_x', $1, 'x', 'u')",
      () => [theirProject],
    ],
    ['the list of migrations', 'select from taskboard.migrations', () => []],
    ['a change of the policies', 'alter table taskboard.projects disable row level security', () => []],
  ])('refuses the restricted role %s', async (_what, sql, values) => {
    const attempt = tenantTransaction(database, tenantOf(ours), (tx) => tx.query(sql, values()));
    await expect(attempt).rejects.toThrow(/row-level security|foreign key|permission denied|must be owner/);
  });

  it('does not start with a role that is a superuser, bypasses row security or owns tables', async () => {
    const as = (role: string) => requireRestrictedRole({ ...database, tenantRole: role });
    await expect(as('postgres')).rejects.toThrow('the role "postgres" is a superuser');
    await ownerTransaction(database, (tx) => tx.query('create role seer bypassrls'));
    await expect(as('seer')).rejects.toThrow('the role "seer" has BYPASSRLS');
    await ownerTransaction(database, (tx) => tx.query('create role holder'));
    await ownerTransaction(database, (tx) => tx.query('alter table taskboard.migrations owner to holder'));
    await expect(as('holder')).rejects.toThrow('the role "holder" owns tables');
    await ownerTransaction(database, (tx) => tx.query('alter table taskboard.migrations owner to postgres'));
  });

  it('does not start with a tenant table whose row security is not forced', async () => {
    await ownerTransaction(database, (tx) => tx.query('create table taskboard.notes (tenant_id text)'));
    await expect(requireRestrictedRole(database)).rejects.toThrow('no forced row-level security: notes');
    await ownerTransaction(database, (tx) => tx.query('drop table taskboard.notes'));
    await requireRestrictedRole(database);
  });

  it('migrates once however often it starts', async () => {
    await migrate(database);
    await migrate(database);
    expect(await tenantTransaction(database, tenantOf(ours), names)).toEqual(['ours']);
  });

  it('seeds a tenant once, each with its own data', async () => {
    const acme = { tenantId: newId('tnt'), slug: 'acme', name: 'Acme' };
    const other = { tenantId: newId('tnt'), slug: 'somebody', name: 'Somebody' };
    await seedDatabase(database, [acme, other]);
    await seedDatabase(database, [acme, other]);
    expect(await tenantTransaction(database, tenantOf(acme.tenantId), names)).toEqual([
      'ISO 27001 audit',
      'New canteen',
      'Warehouse robots, line 4',
    ]);
    expect(await tenantTransaction(database, tenantOf(other.tenantId), names)).toEqual(['Getting started']);
  });
});

import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testContext } from '../testing/test-tenants.ts';
import { type SqlConnection, type TransactionalDatabase, tenantTransaction } from './postgres.ts';

const acme = testContext();
const globex = testContext();
const now = "SELECT current_user AS role, current_setting('cohabit.tenant_id', true) AS tenant";

let postgres: PGlite;
let released: (boolean | undefined)[] = [];
const queries: string[] = [];

/** A pool of one connection, so that each test meets what the one before left on it. */
function poolOfOne(tenantRole?: string): TransactionalDatabase {
  const connection: SqlConnection = {
    query(text, values) {
      queries.push(text);
      return postgres.query(text, values);
    },
    release: (destroy) => void released.push(destroy),
  };
  return { connect: async () => connection, ...(tenantRole && { tenantRole }) };
}

beforeAll(async () => {
  postgres = await PGlite.create();
  await postgres.exec(`
    CREATE ROLE cohabit_tenant;
    CREATE TABLE task (tenant_id text NOT NULL, title text NOT NULL);
    ALTER TABLE task ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own_tenant ON task USING (tenant_id = current_setting('cohabit.tenant_id'));
    GRANT SELECT, INSERT ON task TO cohabit_tenant;
    INSERT INTO task VALUES ('${acme.tenantId}', 'of acme'), ('${globex.tenantId}', 'of globex');
  `);
});

afterAll(() => postgres.close());

const titles = async (tx: SqlConnection) => (await tx.query('SELECT title FROM task')).rows;

describe('tenantTransaction', () => {
  it("shows each tenant its own rows only and refuses another's", async () => {
    const pool = poolOfOne();
    expect(await tenantTransaction(pool, acme, titles)).toEqual([{ title: 'of acme' }]);
    expect(await tenantTransaction(pool, globex, titles)).toEqual([{ title: 'of globex' }]);
    const intrusion = tenantTransaction(pool, acme, (tx) =>
      tx.query('INSERT INTO task VALUES ($1, $2)', [globex.tenantId, 'smuggled']),
    );
    await expect(intrusion).rejects.toThrow('row-level security');
  });

  it('leaves neither tenant nor role on the connection, after success or failure', async () => {
    const pool = poolOfOne();
    expect(await tenantTransaction(pool, acme, async (tx) => (await tx.query(now)).rows)).toEqual([
      { role: 'cohabit_tenant', tenant: acme.tenantId },
    ]);
    const before = (await postgres.query(now)).rows;
    expect(before).toEqual([{ role: 'postgres', tenant: '' }]);
    const failing = tenantTransaction(pool, acme, async () => {
      throw new Error('work failed');
    });
    await expect(failing).rejects.toThrow('work failed');
    expect((await postgres.query(now)).rows).toEqual(before);
  });

  it('commits what work wrote and takes it back when work fails', async () => {
    const pool = poolOfOne();
    const add = (title: string) => (tx: SqlConnection) =>
      tx.query('INSERT INTO task VALUES ($1, $2)', [globex.tenantId, title]);
    await tenantTransaction(pool, globex, add('kept'));
    const failing = tenantTransaction(pool, globex, async (tx) => {
      await add('lost')(tx);
      throw new Error('after the insert');
    });
    await expect(failing).rejects.toThrow('after the insert');
    expect(await tenantTransaction(pool, globex, titles)).toEqual([
      { title: 'of globex' },
      { title: 'kept' },
    ]);
  });

  it('passes the tenant as a value, never as SQL', async () => {
    const hostile = testContext({ tenantId: "tnt_'; DROP TABLE task; --" });
    expect(await tenantTransaction(poolOfOne(), hostile, titles)).toEqual([]);
    expect(queries.join()).not.toContain('DROP');
  });

  it('gives the connection back, and has it closed when it cannot even roll back', async () => {
    released = [];
    await tenantTransaction(poolOfOne(), acme, titles);
    const broken = new Error('the server went away');
    const connection: SqlConnection = {
      query: () => Promise.reject(broken),
      release: (destroy) => void released.push(destroy),
    };
    await expect(tenantTransaction({ connect: async () => connection }, acme, titles)).rejects.toBe(broken);
    expect(released).toEqual([false, true]);
  });

  it('does nothing as a role that does not exist or is no plain name', async () => {
    await expect(tenantTransaction(poolOfOne('nobody'), acme, titles)).rejects.toThrow('nobody');
    const injected = poolOfOne('x"; RESET ROLE; --');
    await expect(tenantTransaction(injected, acme, titles)).rejects.toMatchObject({ code: 'internal' });
  });
});

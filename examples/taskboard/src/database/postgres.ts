import pg from 'pg';
import { APP_ROLE, type Connection, type Database } from './database.ts';

/** A Postgres server, by a pool of 10 connections. The login owns the tables, or may create them. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000 });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return {
    tenantRole: APP_ROLE,
    async connect() {
      const client = await pool.connect();
      return {
        query: async <Row>(sql: string, values?: unknown[]) => ({
          rows: (await client.query(sql, values)).rows as Row[],
        }),
        release: (destroy) => client.release(destroy),
      } satisfies Connection;
    },
    close: () => pool.end(),
  };
}

import type { SqlConnection, TransactionalDatabase } from '@cohabit/sdk';
import { migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import { requireRestrictedRole } from './restricted-role.ts';

/** A connection to Postgres. What `tenantTransaction` hands to its work runs as the restricted role. */
export interface Connection extends SqlConnection {
  query<Row>(sql: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

/** A Postgres, embedded or a server. Its connections log in as the owner of the tables. */
export interface Database extends TransactionalDatabase<Connection> {
  tenantRole: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A real server: `postgres://owner:password@host/database`. Without it Postgres runs embedded (PGlite). */
  url?: string | undefined;
  /** Where the embedded Postgres keeps its files; `memory` (default) keeps none. */
  dataDir?: string | undefined;
}

/** The role of `001-projects-and-tasks.sql` that every request runs as. */
export const APP_ROLE = 'taskboard_app';

/**
 * Opens Postgres and brings the schema up to date as the owner. Refuses to start when the role of the requests could
 * see past the row policies.
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const database = options.url
    ? await openPostgres(options.url)
    : await openPglite(options.dataDir ?? 'memory');
  try {
    await migrate(database);
    await requireRestrictedRole(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** One transaction with the owner's rights: migrations and start checks, never a request. */
export async function ownerTransaction<T>(
  database: Database,
  work: (tx: Connection) => Promise<T>,
): Promise<T> {
  const connection = await database.connect();
  try {
    await connection.query('begin');
    const result = await work(connection);
    await connection.query('commit');
    return result;
  } catch (error) {
    await connection.query('rollback');
    throw error;
  } finally {
    connection.release();
  }
}

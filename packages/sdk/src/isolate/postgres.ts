import { CohabitError } from '@cohabit/core';
import type { TenantContext } from '../context/tenant-context.ts';

/** What runs SQL: a `pg` client, or anything that answers `{ rows }`. */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** A connection taken from a pool. `release(true)` closes it instead of giving it back. */
export interface SqlConnection extends SqlClient {
  release(destroy?: boolean): void;
}

/** The part of a connection pool that {@link tenantTransaction} needs; a `pg` Pool fits as it is. */
export interface TransactionalDatabase<Connection extends SqlConnection = SqlConnection> {
  connect(): Promise<Connection>;
  /** The restricted role tenants' queries run as, which row policies apply to. `cohabit_tenant` if absent. */
  tenantRole?: string;
}

const ROLE = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Runs `work` in one transaction as the restricted role, with the setting `cohabit.tenant_id` holding the context's
 * tenant for row policies to compare with. Both are local to the transaction (PostgreSQL, `SET LOCAL` and
 * `set_config(…, true)`), so nothing stays on the pooled connection. Commits when `work` resolves, rolls back and
 * rethrows when it fails.
 */
export async function tenantTransaction<T, Connection extends SqlConnection>(
  pool: TransactionalDatabase<Connection>,
  context: TenantContext,
  work: (tx: Connection) => Promise<T>,
): Promise<T> {
  const role = pool.tenantRole ?? 'cohabit_tenant';
  if (!ROLE.test(role)) {
    throw new CohabitError('internal', `"${role}" cannot be the tenant role: use a plain lower-case name.`);
  }
  const connection = await pool.connect();
  let destroy = false;
  try {
    await connection.query('BEGIN');
    await connection.query(`SET LOCAL ROLE "${role}"`);
    await connection.query("SELECT set_config('cohabit.tenant_id', $1, true)", [context.tenantId]);
    const result = await work(connection);
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {
      destroy = true;
    });
    throw error;
  } finally {
    connection.release(destroy);
  }
}

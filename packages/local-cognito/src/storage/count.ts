import type { DatabaseSync } from 'node:sqlite';
import type { Store } from './store.ts';

/** How many there are of what quotas limit. Costs what it counts: nothing in a sign-in asks. */
export function createCount(db: DatabaseSync): Store['count'] {
  const pools = db.prepare('SELECT count(*) AS count FROM pools');
  const clients = db.prepare('SELECT count(*) AS count FROM clients WHERE pool_id = ?');
  const documents = db.prepare(
    'SELECT count(*) AS count FROM documents WHERE kind = ? AND pool_id = ? AND (owner = ? OR ? IS NULL)',
  );
  const numberOf = (row: unknown) => (row as { count: number }).count;
  return {
    pools: () => numberOf(pools.get()),
    clients: (poolId) => numberOf(clients.get(poolId)),
    documents: ({ kind, poolId, owner = null }) => numberOf(documents.get(kind, poolId, owner, owner)),
  };
}

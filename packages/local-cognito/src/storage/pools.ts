import type { DatabaseSync } from 'node:sqlite';
import { parseFrozen } from './cached-record.ts';
import { decodeCursor, toPage } from './paging.ts';
import type { PoolRecord } from './records.ts';
import type { Seal } from './seal.ts';
import type { PoolKeys, Store } from './store.ts';

interface Row {
  id: string;
  record: string;
}

const ownedTables = [
  'clients',
  'users',
  'sign_in_names',
  'user_search',
  'refresh_tokens',
  'revoked_origins',
  'sessions',
  'pool_keys',
  'documents',
];

/** Pools and their signing keys, answered from memory after the first read. */
export function createPools(db: DatabaseSync, seal: Seal) {
  const cache = new Map<string, PoolRecord>();
  const keyCache = new Map<string, PoolKeys>();
  const select = db.prepare('SELECT id, record FROM pools WHERE id = ?');
  const upsert = db.prepare(
    'INSERT INTO pools (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
  );
  const page = db.prepare('SELECT id, record FROM pools WHERE id > ? ORDER BY id LIMIT ?');
  const remove = db.prepare('DELETE FROM pools WHERE id = ?');
  const removeOwned = ownedTables.map((table) => db.prepare(`DELETE FROM ${table} WHERE pool_id = ?`));
  const selectKeys = db.prepare('SELECT sealed FROM pool_keys WHERE pool_id = ?');
  const upsertKeys = db.prepare(
    'INSERT INTO pool_keys (pool_id, sealed) VALUES (?, ?) ON CONFLICT (pool_id) DO UPDATE SET sealed = excluded.sealed',
  );
  const keyContext = (poolId: string) => `pool_keys/${poolId}`;

  const remember = (row: Row): PoolRecord => {
    const record = cache.get(row.id) ?? parseFrozen<PoolRecord>(row.record);
    cache.set(row.id, record);
    return record;
  };

  const pools: Store['pools'] = {
    get(poolId) {
      const cached = cache.get(poolId);
      if (cached) return cached;
      const row = select.get(poolId) as Row | undefined;
      return row && remember(row);
    },
    put(record) {
      const json = JSON.stringify(record);
      upsert.run(record.id, json);
      cache.set(record.id, parseFrozen(json));
    },
    delete(poolId) {
      for (const statement of [...removeOwned, remove]) statement.run(poolId);
      cache.delete(poolId);
      keyCache.delete(poolId);
    },
    list({ limit, after }) {
      const [from] = after === undefined ? [''] : decodeCursor(after, 1);
      const rows = page.all(from ?? '', limit + 1) as unknown as Row[];
      return toPage(rows, limit, remember, (row) => [row.id]);
    },
  };

  const keys: Store['keys'] = {
    get(poolId) {
      const cached = keyCache.get(poolId);
      if (cached) return cached;
      const row = selectKeys.get(poolId) as { sealed: Uint8Array } | undefined;
      if (!row) return undefined;
      const poolKeys = JSON.parse(seal.open(row.sealed, keyContext(poolId))) as PoolKeys;
      keyCache.set(poolId, poolKeys);
      return poolKeys;
    },
    put(poolId, poolKeys) {
      upsertKeys.run(poolId, seal.seal(JSON.stringify(poolKeys), keyContext(poolId)));
      keyCache.set(poolId, poolKeys);
    },
  };

  return {
    pools,
    keys,
    forget() {
      cache.clear();
      keyCache.clear();
    },
  };
}

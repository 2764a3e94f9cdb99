import type { DatabaseSync } from 'node:sqlite';
import { parseFrozen } from './cached-record.ts';
import { decodeCursor, toPage } from './paging.ts';
import type { ClientRecord } from './records.ts';
import type { Seal } from './seal.ts';
import type { Store } from './store.ts';

interface Row {
  id: string;
  record: string;
  sealed: Uint8Array | null;
}

/** What of a client is readable only with the key. */
interface Secrets extends Pick<ClientRecord, 'secrets'> {
  ClientSecret: string;
}

/** App clients, answered from memory after the first read; client secrets are sealed in the file. */
export function createClients(db: DatabaseSync, seal: Seal) {
  const cache = new Map<string, ClientRecord>();
  const select = db.prepare('SELECT id, record, sealed FROM clients WHERE id = ?');
  const upsert = db.prepare(
    `INSERT INTO clients (id, pool_id, record, sealed) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET record = excluded.record, sealed = excluded.sealed`,
  );
  const page = db.prepare(
    'SELECT id, record, sealed FROM clients WHERE pool_id = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const remove = db.prepare('DELETE FROM clients WHERE id = ?');

  const remember = (row: Row): ClientRecord => {
    const cached = cache.get(row.id);
    if (cached) return cached;
    const stored = JSON.parse(row.record) as ClientRecord;
    if (row.sealed) {
      const { ClientSecret, secrets } = parseSecrets(seal.open(row.sealed, `clients/${row.id}`));
      stored.client.ClientSecret = ClientSecret;
      if (secrets) stored.secrets = secrets;
    }
    const record = parseFrozen<ClientRecord>(JSON.stringify(stored));
    cache.set(row.id, record);
    return record;
  };

  const clients: Store['clients'] = {
    get(clientId) {
      const cached = cache.get(clientId);
      if (cached) return cached;
      const row = select.get(clientId) as Row | undefined;
      return row && remember(row);
    },
    put(record) {
      const { secrets, ...shown } = record;
      const { ClientSecret, ...client } = shown.client;
      const hidden = ClientSecret === undefined ? undefined : JSON.stringify({ ClientSecret, secrets });
      const sealed = hidden === undefined ? null : seal.seal(hidden, `clients/${record.id}`);
      upsert.run(record.id, record.poolId, JSON.stringify({ ...shown, client }), sealed);
      cache.set(record.id, parseFrozen(JSON.stringify(record)));
    },
    delete(clientId) {
      remove.run(clientId);
      cache.delete(clientId);
    },
    list(poolId, { limit, after }) {
      const [from] = after === undefined ? [''] : decodeCursor(after, 1);
      const rows = page.all(poolId, from ?? '', limit + 1) as unknown as Row[];
      return toPage(rows, limit, remember, (row) => [row.id]);
    },
  };

  return {
    clients,
    forget: () => cache.clear(),
    forgetPool(poolId: string) {
      for (const [id, record] of cache) if (record.poolId === poolId) cache.delete(id);
    },
  };
}

/** Files of version 2 and before hold a client's only secret as it is. */
function parseSecrets(text: string): Secrets {
  return text.startsWith('{') ? (JSON.parse(text) as Secrets) : { ClientSecret: text };
}

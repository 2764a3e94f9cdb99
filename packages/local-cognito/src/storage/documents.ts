import type { DatabaseSync } from 'node:sqlite';
import { decodeCursor, toPage } from './paging.ts';
import type { Seal } from './seal.ts';
import type { DocumentKind, Store } from './store.ts';

interface Row {
  kind: string;
  poolId: string;
  id: string;
  content: Uint8Array;
}

/** Everything else a pool or a user owns, sealed: a document can hold a code, a secret or a device's verifier. */
export function createDocuments(db: DatabaseSync, seal: Seal): Store['documents'] {
  const columns = 'kind, pool_id AS poolId, id, content';
  const select = db.prepare(`SELECT ${columns} FROM documents WHERE kind = ? AND pool_id = ? AND id = ?`);
  const selectById = db.prepare(`SELECT ${columns} FROM documents WHERE kind = ? AND id = ? LIMIT 1`);
  const upsert = db.prepare(
    `INSERT INTO documents (kind, pool_id, id, owner, content) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (kind, pool_id, id) DO UPDATE SET owner = excluded.owner, content = excluded.content`,
  );
  const remove = db.prepare('DELETE FROM documents WHERE kind = ? AND pool_id = ? AND id = ?');
  // One lower bound only: SQLite would start from the first of two, and read all that lies before the second.
  const page = db.prepare(
    `SELECT ${columns} FROM documents WHERE kind = ? AND pool_id = ? AND id >= ? AND id < ? AND id <> ? ORDER BY id LIMIT ?`,
  );

  const selectAll = db.prepare(`SELECT ${columns}, owner FROM documents WHERE pool_id = ? ORDER BY kind, id`);

  const context = (kind: string, poolId: string, id: string) => `documents/${kind}/${poolId}/${id}`;
  const open = <T>(row: Row) =>
    JSON.parse(seal.open(row.content, context(row.kind, row.poolId, row.id))) as T;

  return {
    get<T>(kind: DocumentKind<T>, poolId: string, id: string) {
      const row = select.get(kind.name, poolId, id) as Row | undefined;
      return row && open<T>(row);
    },
    findById<T>(kind: DocumentKind<T>, id: string) {
      const row = selectById.get(kind.name, id) as Row | undefined;
      return row && { poolId: row.poolId, document: open<T>(row) };
    },
    put(kind, { poolId, id, owner }, document) {
      const content = seal.seal(JSON.stringify(document), context(kind.name, poolId, id));
      upsert.run(kind.name, poolId, id, owner ?? null, content);
    },
    delete(kind, poolId, id) {
      return remove.run(kind.name, poolId, id).changes === 1;
    },
    *all(poolId) {
      for (const row of selectAll.iterate(poolId) as Iterable<unknown> as Iterable<
        Row & { owner: string | null }
      >) {
        const { kind, id, owner } = row;
        yield { kind, id, ...(owner !== null && { owner }), document: open<unknown>(row) };
      }
    },
    list<T>(
      kind: DocumentKind<T>,
      poolId: string,
      {
        limit,
        after,
        prefix = '',
      }: { limit: number; after?: string | undefined; prefix?: string | undefined },
    ) {
      const [last = ''] = after === undefined ? [] : decodeCursor(after, 1);
      const from = Buffer.compare(Buffer.from(last), Buffer.from(prefix)) > 0 ? last : prefix;
      const rows = page.all(kind.name, poolId, from, `${prefix}\u{10ffff}`, last, limit + 1);
      return toPage(rows as unknown as Row[], limit, open<T>, (row) => [row.id]);
    },
  };
}

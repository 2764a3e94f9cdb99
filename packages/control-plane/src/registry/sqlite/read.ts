import type { Page, PlannedQuery } from '@cohabit/core';
import type { CursorCodec, CursorScope } from '../cursor.ts';
import { type Prepare, type RecordRow, toRecord } from './statements.ts';

/** Where a page ended: the sort value and row of its last record. */
export type Position = [sort: string, id: number];

export function readRecord(
  prepare: Prepare,
  collection: string,
  partition: string,
  sort: string,
): RecordRow | undefined {
  return prepare(
    'SELECT id, version, json FROM records WHERE collection = ? AND partition = ? AND sort = ?',
  ).get(collection, partition, sort) as RecordRow | undefined;
}

export function readByUnique(prepare: Prepare, collection: string, value: string): RecordRow | undefined {
  return prepare(
    `SELECT r.id, r.version, r.json FROM unique_values u JOIN records r ON r.id = u.record_id
     WHERE u.collection = ? AND u.value = ?`,
  ).get(collection, value) as RecordRow | undefined;
}

/** One page in key order. It starts after the cursor's position, whether or not that record still exists. */
export function readPage<T>(
  prepare: Prepare,
  cursors: CursorCodec<Position>,
  scope: CursorScope,
  query: PlannedQuery,
): Page<T> {
  const after = query.cursor === undefined ? undefined : cursors.read(scope, query.cursor);
  const { sql, values } = pageSql(scope, query, after);
  const rows = prepare(sql).all(...values) as unknown as (RecordRow & { sort: string })[];
  const shown = rows.slice(0, query.limit);
  const items = shown.map((row) => toRecord<T>(row));
  const last = shown.at(-1);
  return rows.length > query.limit && last
    ? { items, cursor: cursors.write(scope, [last.sort, last.id]) }
    : { items };
}

function pageSql(scope: CursorScope, query: PlannedQuery, after: Position | undefined) {
  const { collection, index, partition } = scope;
  const from =
    index === undefined
      ? 'SELECT id, version, json, k.sort FROM records k WHERE k.collection = ?'
      : `SELECT r.id, r.version, r.json, k.sort FROM index_entries k JOIN records r ON r.id = k.record_id
         WHERE k.collection = ? AND k.name = ?`;
  const tie = index === undefined ? 'k.id' : 'k.record_id';
  const conditions = ['k.partition = ?'];
  const values: (string | number)[] = index === undefined ? [collection] : [collection, index];
  values.push(partition);
  if (after) {
    conditions.push(`(k.sort, ${tie}) > (?, ?)`);
    values.push(...after);
  }
  if (query.from !== '') {
    // `+` keeps SQLite from starting at the lower bound instead of at the cursor: every page would read all before it.
    conditions.push(after ? '+k.sort >= ?' : 'k.sort >= ?');
    values.push(query.from);
  }
  if (query.to) {
    conditions.push(`k.sort ${query.to.isInclusive ? '<=' : '<'} ?`);
    values.push(query.to.value);
  }
  values.push(query.limit + 1);
  return { sql: `${from} AND ${conditions.join(' AND ')} ORDER BY k.sort, ${tie} LIMIT ?`, values };
}

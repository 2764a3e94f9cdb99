import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { isKey, type Page, type PlannedQuery, type Versioned } from '@cohabit/core';
import type { CursorCodec, CursorScope } from '../cursor.ts';
import { createExpressions } from './expressions.ts';
import { type RecordItem, toRecord } from './items.ts';
import { type IndexSlot, type ItemKey, indexPartition, recordPartition } from './keys.ts';
import { patiently, type ReadParts, readItems } from './read.ts';

/** Where a page ended: the sort value and, in an index, the key of its last record. */
export type Position = [sort: string] | [sort: string, pk: string, sk: string];

export interface PageParts extends ReadParts {
  cursors: () => Promise<CursorCodec<Position>>;
}

/** The attributes that a query runs over: the table's own key, or that of an index. */
interface Source {
  slot: IndexSlot | undefined;
  partition: string;
  pk: string;
  sk: string;
}

interface Entry {
  sort: string;
  key: ItemKey;
  item: RecordItem;
}

/**
 * One page in key order, from after the cursor's position on, whether or not its record still exists.
 *
 * An index holds keys only, and lags. The records are read by key as they stand now, and those that have left the index
 * or stand elsewhere in it are passed over: a lagging index may lack a record, but never shows what is not so.
 */
export async function readPage<T extends Versioned>(
  parts: PageParts,
  scope: CursorScope,
  query: PlannedQuery,
  slot: IndexSlot | undefined,
): Promise<Page<T>> {
  const after = query.cursor === undefined ? undefined : (await parts.cursors()).read(scope, query.cursor);
  const source = sourceOf(scope, slot);
  const entries = await readEntries(parts, source, query, after);
  const shown = entries.slice(0, query.limit);
  const items = shown.map(({ item }) => toRecord<T>(item));
  const last = shown.at(-1);
  if (entries.length <= query.limit || !last) return { items };
  const position: Position = slot ? [last.sort, last.key.pk, last.key.sk] : [last.sort];
  return { items, cursor: (await parts.cursors()).write(scope, position) };
}

function sourceOf({ collection, index, partition }: CursorScope, slot: IndexSlot | undefined): Source {
  if (slot === undefined || index === undefined) {
    return { slot: undefined, partition: recordPartition(collection, partition), pk: 'pk', sk: 'sk' };
  }
  return { slot, partition: indexPartition(collection, index, partition), pk: slot.pk, sk: slot.sk };
}

/** One more than a page holds, which tells whether another follows. A call of DynamoDB ends after 1 MB. */
async function readEntries(
  parts: PageParts,
  source: Source,
  query: PlannedQuery,
  after: Position | undefined,
): Promise<Entry[]> {
  const range = rangeOf(query, after);
  const entries: Entry[] = [];
  if (!range) return entries;
  let start = range.after && startKey(source, range.after);
  do {
    const input = queryInput(parts.table, source, range, query.limit + 1 - entries.length);
    const answer = await patiently(() =>
      parts.client.send(new QueryCommand({ ...input, ...(start && { ExclusiveStartKey: start }) })),
    );
    const found = (answer.Items ?? []) as RecordItem[];
    for (const entry of await toEntries(parts, source, found)) {
      if (!range.holds(entry.sort)) continue;
      entries.push(entry);
    }
    const isPast = found.length > 0 && range.isPast(sortOf(source, found.at(-1) as RecordItem));
    start = isPast ? undefined : answer.LastEvaluatedKey;
  } while (start && entries.length <= query.limit);
  return entries;
}

async function toEntries(parts: ReadParts, source: Source, found: RecordItem[]): Promise<Entry[]> {
  const keys = found.map(({ pk, sk }) => ({ pk, sk }));
  const items = source.slot ? await readItems(parts, keys) : found;
  return found.flatMap((entry, i) => {
    const item = items[i];
    const sort = sortOf(source, entry);
    const isSo = item && attribute(item, source.pk) === source.partition && sortOf(source, item) === sort;
    return isSo ? [{ sort, key: { pk: entry.pk, sk: entry.sk }, item }] : [];
  });
}

function attribute(item: RecordItem, name: string): unknown {
  return (item as unknown as Record<string, unknown>)[name];
}

function sortOf(source: Source, item: RecordItem): string {
  return String(attribute(item, source.sk));
}

function startKey(source: Source, [sort, pk, sk]: Position): Record<string, string> {
  if (!source.slot || pk === undefined || sk === undefined) return { pk: source.partition, sk: sort };
  return { [source.pk]: source.partition, [source.sk]: sort, pk, sk };
}

interface Range {
  /** Bounds that a key can have: DynamoDB refuses longer ones. */
  from: string | undefined;
  to: string | undefined;
  after: Position | undefined;
  /** The exact bounds. */
  holds(sort: string): boolean;
  isPast(sort: string): boolean;
}

/** `undefined` when nothing can stand in the range, which DynamoDB would refuse to look for. */
function rangeOf({ from, to }: PlannedQuery, after: Position | undefined): Range | undefined {
  const isPast = (sort: string) =>
    to !== undefined &&
    (to.isInclusive ? compareBytes(sort, to.value) > 0 : compareBytes(sort, to.value) >= 0);
  const place = after?.[0] ?? '';
  if (isPast(from) || isPast(place)) return undefined;
  // DynamoDB refuses a start before the range, and one on its edge. After a cursor, `from` says nothing new.
  const isInside = after !== undefined && compareBytes(place, from) >= 0;
  const isKeyOfEnd = to !== undefined && isKey(to.value) && !(isInside && to.value === place);
  return {
    from: from === '' || isInside ? undefined : startOf(from),
    to: isKeyOfEnd ? to.value : undefined,
    after: isInside ? after : undefined,
    holds: (sort) => compareBytes(sort, from) >= 0 && !isPast(sort),
    isPast,
  };
}

/** The longest beginning that is sure to be a key: 256 code points have at most 1,024 bytes. */
function startOf(text: string): string {
  return isKey(text) ? text : [...text].slice(0, 256).join('');
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function queryInput(table: string, source: Source, { from, to }: Range, Limit: number): QueryCommandInput {
  const { name, value, placeholders } = createExpressions();
  const bounds =
    from !== undefined && to !== undefined
      ? ` AND ${name(source.sk)} BETWEEN ${value(from)} AND ${value(to)}`
      : from !== undefined
        ? ` AND ${name(source.sk)} >= ${value(from)}`
        : to !== undefined
          ? ` AND ${name(source.sk)} <= ${value(to)}`
          : '';
  return {
    TableName: table,
    ...(source.slot ? { IndexName: source.slot.name } : { ConsistentRead: true }),
    KeyConditionExpression: `${name(source.pk)} = ${value(source.partition)}${bounds}`,
    Limit,
    ...placeholders(),
  };
}

import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type RecordItem, readHeld, type UniqueItem } from './items.ts';
import { hashUnique, type ItemKey, uniqueKey } from './keys.ts';
import { isPassing } from './map-errors.ts';
import { startPatience } from './patience.ts';

/** What reads are made with. */
export interface ReadParts {
  client: DynamoDBDocumentClient;
  table: string;
}

/** DynamoDB's limit of `BatchGetItem`. */
const MAX_BATCH = 100;

/** Repeats a read that failed for a passing reason. */
export async function patiently<T>(read: () => Promise<T>): Promise<T> {
  const patience = startPatience();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await patience(error);
    }
  }
}

/** The item of a record as it stands after every commit acknowledged before. */
export async function readItem(parts: ReadParts, key: ItemKey): Promise<RecordItem | undefined> {
  return (await getItem(parts, key)) as RecordItem | undefined;
}

async function getItem({ client, table }: ReadParts, Key: ItemKey) {
  const input: GetCommandInput = { TableName: table, Key, ConsistentRead: true };
  return (await patiently(() => client.send(new GetCommand(input)))).Item;
}

/**
 * The record that holds a unique value. The record's item decides: it is read after the value's, so if it does not hold
 * the value and the value has not been taken anew meanwhile, nobody held it.
 */
export async function readByUnique(
  parts: ReadParts,
  collection: string,
  value: string,
): Promise<RecordItem | undefined> {
  const hash = hashUnique(value);
  const readHolder = async () =>
    (await getItem(parts, uniqueKey(collection, hash))) as UniqueItem | undefined;
  let holder = await readHolder();
  while (holder) {
    const item = await readItem(parts, { pk: holder.recordPk, sk: holder.recordSk });
    if (item && readHeld(item.held).includes(hash)) return item;
    const seen: UniqueItem = holder;
    holder = await readHolder();
    if (holder?.taken === seen.taken) return undefined;
  }
  return undefined;
}

/** The records of these keys as they stand now, in the order of the keys; `undefined` for those that are gone. */
export async function readItems(
  parts: ReadParts,
  keys: readonly ItemKey[],
): Promise<(RecordItem | undefined)[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / MAX_BATCH) }, (_, i) =>
    readBatch(parts, keys.slice(i * MAX_BATCH, (i + 1) * MAX_BATCH)),
  );
  const found = new Map((await Promise.all(batches)).flat().map((item) => [nameOf(item), item]));
  return keys.map((key) => found.get(nameOf(key)));
}

function nameOf({ pk, sk }: ItemKey): string {
  return JSON.stringify([pk, sk]);
}

/** A batch answers at most 16 MB, and less when throttled: the rest is asked for again. */
async function readBatch({ client, table }: ReadParts, keys: readonly ItemKey[]): Promise<RecordItem[]> {
  const items: RecordItem[] = [];
  let rest: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  const patience = startPatience();
  while (rest.length > 0) {
    const RequestItems = { [table]: { Keys: rest, ConsistentRead: true } };
    const answer = await patiently(() => client.send(new BatchGetCommand({ RequestItems })));
    const read = (answer.Responses?.[table] ?? []) as RecordItem[];
    items.push(...read);
    rest = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (rest.length > 0 && read.length === 0) await patience(throttled());
  }
  return items;
}

function throttled(): Error {
  return Object.assign(new Error('DynamoDB left all keys of a batch unread.'), {
    name: 'ThrottlingException',
  });
}

// How records lie in the one table. Three kinds of items, told apart by the first word of `pk`:
//
//   record   pk record/<collection>/<partition>   sk <sort>    the record, its version, the unique values it holds
//   unique   pk unique/<collection>/<hash>        sk holder    which record holds the value
//   secret   pk secret/cursor                     sk secret    what cursors are signed with
//
// An index is one of the table's secondary indexes: its entry is two attributes of the record's item, `i1p` and `i1s`
// for the first index that the collection declares, `i2p` and `i2s` for the second.
//
// DynamoDB takes 2,048 bytes for `pk` and 1,024 for `sk`. A partition and a sort value of ours have up to 1,024 bytes
// each, so `sk` is the sort value and nothing else, and DynamoDB's order (bytes of UTF-8) is the port's. A unique value
// is hashed: it may be an e-mail, and keys are shown where data is not, such as in CloudTrail and Contributor Insights;
// and 99 of them, which one record may hold, have to fit into its item.
import { createHash } from 'node:crypto';
import { CohabitError } from '@cohabit/core';

/** The key of an item. */
export interface ItemKey {
  pk: string;
  sk: string;
}

/**
 * How many indexes one collection may have. An index that nothing stands in costs nothing, while adding one to a table
 * in use takes a backfill. Two are what the largest commit leaves room for: 3.5 MB of records and 100 times 6.3 KB of the
 * longest keys stay below the 4 MB of a transaction.
 */
export const INDEX_SLOTS = 2;

/** A secondary index of the table and its key attributes. */
export interface IndexSlot {
  name: string;
  pk: string;
  sk: string;
}

export const indexSlots: readonly IndexSlot[] = Array.from({ length: INDEX_SLOTS }, (_, i) => ({
  name: `index${i + 1}`,
  pk: `i${i + 1}p`,
  sk: `i${i + 1}s`,
}));

/** `/` ends the name of a collection or of an index, so it must not stand in it. */
const word = encodeURIComponent;

export function recordKey(collection: string, partition: string, sort: string): ItemKey {
  return { pk: recordPartition(collection, partition), sk: sort };
}

export function recordPartition(collection: string, partition: string): string {
  return `record/${word(collection)}/${partition}`;
}

/** What stands for a unique value wherever it is kept: SHA-256, 43 characters. */
export function hashUnique(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

/** `hash`: of {@link hashUnique}. */
export function uniqueKey(collection: string, hash: string): ItemKey {
  return { pk: `unique/${word(collection)}/${hash}`, sk: 'holder' };
}

export const cursorSecretKey: ItemKey = { pk: 'secret/cursor', sk: 'secret' };

/** The partition of an index, in the attributes of its {@link IndexSlot}. */
export function indexPartition(collection: string, index: string, partition: string): string {
  return `${word(collection)}/${word(index)}/${partition}`;
}

/** The slot of an index: its place among those that the collection declares. New ones are declared last. */
export function slotOf(collection: { name: string; indexes?: object }, index: string): IndexSlot {
  const position = Object.keys(collection.indexes ?? {}).indexOf(index);
  const slot = indexSlots[position];
  if (slot) return slot;
  throw new CohabitError(
    'internal',
    `A collection has at most ${INDEX_SLOTS} indexes on DynamoDB; "${collection.name}" has more: ${index}.`,
  );
}

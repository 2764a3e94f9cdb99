import type { Change, PlannedChange } from '@cohabit/core';
import {
  hashUnique,
  INDEX_SLOTS,
  type IndexSlot,
  type ItemKey,
  indexPartition,
  recordKey,
  slotOf,
} from './keys.ts';

/** A change in the words of the table, and what is believed of the record that it changes. */
export interface Step {
  change: PlannedChange;
  key: ItemKey;
  /** The unique values that the record holds afterwards, by hash. */
  values: Map<string, string>;
  entries: { slot: IndexSlot; partition: string; sort: string }[];
  /**
   * Hashes of the unique values that the record holds now, as far as we know. The commit goes through only if it is so,
   * and tells otherwise.
   */
  held: string[];
}

/**
 * A record that is stored again mostly keeps its unique values, so nothing needs to be read or written for them; a
 * record that is removed mostly has none.
 */
export function toStep(planned: PlannedChange, { collection }: Change): Step {
  const { partition, sort } = planned;
  const key = recordKey(collection.name, partition, sort);
  const names = Object.keys(collection.indexes ?? {});
  if (names.length > INDEX_SLOTS) slotOf(collection, names[INDEX_SLOTS] as string);
  if (planned.kind === 'remove' || planned.kind === 'expect') {
    return { change: planned, key, values: new Map(), entries: [], held: [] };
  }
  const values = new Map(planned.unique.map((value) => [hashUnique(value), value]));
  const entries = planned.indexes.map((entry) => ({
    slot: slotOf(collection, entry.name),
    partition: indexPartition(collection.name, entry.name, entry.partition),
    sort: entry.sort,
  }));
  const isNew = planned.kind === 'put' && planned.version === 0;
  return { change: planned, key, values, entries, held: isNew ? [] : [...values.keys()] };
}

import type { Versioned } from '@cohabit/core';
import type { ItemKey } from './keys.ts';

/** A record's item; the entries of its indexes stand beside (`i1p`, `i1s`, …). */
export interface RecordItem extends ItemKey {
  version: number;
  /** The record without its version. */
  json: string;
  /** Hashes of the unique values that the record holds, as {@link writeHeld} puts them; absent if there are none. */
  held?: string;
}

/**
 * The item of a unique value. It counts only while the record that it names holds the value: `held` in the record's
 * item is the truth.
 */
export interface UniqueItem extends ItemKey {
  recordPk: string;
  recordSk: string;
  /** New each time the value is taken, so that a stale item can be taken over on condition that nobody else has. */
  taken: string;
}

/** Hashes in one text, by order, so that equal sets are equal texts. `undefined` for none. */
export function writeHeld(hashes: readonly string[]): string | undefined {
  return hashes.length === 0 ? undefined : hashes.toSorted().join(' ');
}

export function readHeld(held: string | undefined): string[] {
  return held === undefined ? [] : held.split(' ');
}

export function toRecord<T extends Versioned>(item: RecordItem): T {
  return { ...JSON.parse(item.json), version: item.version };
}

import { expect } from 'vitest';
import { type CohabitError, isCohabitError } from '../errors.ts';
import type { Collection, Page, QueryOptions, Versioned } from '../ports/registry.ts';

/** The record that the contract stores: every feature of a collection, and values a test chooses. */
export interface Note extends Versioned {
  box: string;
  name: string;
  text: string;
  /** Unique values. */
  codes: string[];
  /** Where the note stands in the index `byShelf`, if anywhere. */
  shelf?: { partition: string; sort: string };
}

export const notes: Collection<Note> = {
  name: 'contract-note',
  partition: (note) => note.box,
  sort: (note) => note.name,
  unique: (note) => note.codes,
  indexes: { byShelf: (note) => note.shelf },
};

/** A second kind of record with the same keys and unique values: kinds never see each other. */
export const copies: Collection<Note> = { ...notes, name: 'contract-copy' };

export function makeNote(box: string, name: string, rest: Partial<Note> = {}): Note {
  return { box, name, text: `${name} in ${box}`, codes: [], version: 0, ...rest };
}

/** Text that no other test of the same store uses. */
export function uniqueText(): string {
  return crypto.randomUUID();
}

/** Runs work that must fail with this code, and returns the error. */
export async function failure(code: CohabitError['code'], work: Promise<unknown>): Promise<CohabitError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isCohabitError(error, code), `expected ${code}, got ${String(error)}`).toBe(true);
  return error as CohabitError;
}

/** Reads to the last page, `limit` records at a time. Fails, rather than read for ever, at a cursor seen before. */
export async function readAll<T>(
  read: (options: QueryOptions) => Promise<Page<T>>,
  options: QueryOptions,
): Promise<T[]> {
  const items: T[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (;;) {
    const page = await read({ ...options, cursor });
    items.push(...page.items);
    cursor = page.cursor;
    if (cursor === undefined) break;
    expect(cursors).not.toContain(cursor);
    cursors.add(cursor);
  }
  return items;
}

/** Repeats a check of something that may lag, such as a read by index, until it holds or 5 seconds have passed. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

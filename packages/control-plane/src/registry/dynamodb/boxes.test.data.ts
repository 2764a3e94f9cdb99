import type { Collection, Versioned } from '@cohabit/core';

/** The record of the tests: every feature of a collection, with as many indexes as a table has room for. */
export interface Box extends Versioned {
  space: string;
  name: string;
  number: number;
  text: string;
  codes: string[];
  shelf?: string;
  sort?: string;
}

const shelfOf = ({ shelf, sort, name }: Box) =>
  shelf === undefined ? undefined : { partition: shelf, sort: sort ?? name };

export const boxes: Collection<Box> = {
  name: 'box',
  partition: ({ space }) => space,
  sort: ({ name }) => name,
  unique: ({ codes }) => codes,
  indexes: {
    byShelf: shelfOf,
    byShelfAgain: shelfOf,
  },
};

export function makeBox(space: string, name: string, rest: Partial<Box> = {}): Box {
  return { space, name, number: 0, text: '', codes: [], version: 0, ...rest };
}

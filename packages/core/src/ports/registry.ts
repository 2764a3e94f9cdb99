/** Every record carries the version it was stored with; 0 means that it has not been stored yet. */
export interface Versioned {
  version: number;
}

/**
 * How one kind of record is kept: where it stands (`partition`, `sort`), what must be unique among its kind, and by
 * what else it can be listed. Adapters know collections only by this, so a new kind of record needs no new adapter code.
 */
export interface Collection<T extends Versioned> {
  name: string;
  partition(record: T): string;
  sort(record: T): string;
  /** Values that at most one record of the collection may hold, such as `slug:acme`. */
  unique?(record: T): string[];
  /** `undefined`: the record does not stand in this index. */
  indexes?: Record<string, (record: T) => { partition: string; sort: string } | undefined>;
}

export interface QueryOptions {
  /** 1 to 1,000. */
  limit: number;
  /** From a previous page, unchanged. */
  cursor?: string | undefined;
  /** Only records whose sort value starts with this. */
  prefix?: string | undefined;
  /** Inclusive lower and upper bound of the sort value. */
  from?: string | undefined;
  to?: string | undefined;
}

export interface Page<T> {
  items: T[];
  /** Absent on the last page. */
  cursor?: string;
}

/** One part of a commit. Made with `put`, `overwrite`, `remove` and `expectVersion`. */
export type Change =
  | { kind: 'put' | 'overwrite' | 'remove'; collection: Collection<never>; record: Versioned }
  | { kind: 'expect'; collection: Collection<never>; partition: string; sort: string; version: number };

/** Stores the record if it still has the version it was read with (0: if it is absent), as version + 1. */
export function put<T extends Versioned>(collection: Collection<T>, record: T): Change {
  return { kind: 'put', collection: collection as Collection<never>, record };
}

/** Stores the record whatever stands there. For records that are derived or belong to one writer. */
export function overwrite<T extends Versioned>(collection: Collection<T>, record: T): Change {
  return { kind: 'overwrite', collection: collection as Collection<never>, record };
}

/** Removes the record if it still has the version it was read with; version 0 removes it whatever it holds. */
export function remove<T extends Versioned>(collection: Collection<T>, record: T): Change {
  return { kind: 'remove', collection: collection as Collection<never>, record };
}

/** Makes the commit fail unless the record has this version (0: unless it is absent). */
export function expectVersion<T extends Versioned>(
  collection: Collection<T>,
  key: { partition: string; sort: string; version: number },
): Change {
  return { kind: 'expect', collection: collection as Collection<never>, ...key };
}

/** The most changes one commit may hold (DynamoDB TransactWriteItems). */
export const MAX_CHANGES = 100;

/**
 * Our store of tenants, users, identities, memberships, placements and usage. Reads are by key, unique value or index,
 * paged by cursor: there is no scan. Reads by key and by partition are strongly consistent; reads by index may lag.
 */
export interface Registry {
  get<T extends Versioned>(
    collection: Collection<T>,
    partition: string,
    sort: string,
  ): Promise<T | undefined>;
  getByUnique<T extends Versioned>(collection: Collection<T>, value: string): Promise<T | undefined>;
  /** Records of one partition in the order of their sort value. */
  query<T extends Versioned>(
    collection: Collection<T>,
    partition: string,
    options: QueryOptions,
  ): Promise<Page<T>>;
  queryIndex<T extends Versioned>(
    collection: Collection<T>,
    index: string,
    partition: string,
    options: QueryOptions,
  ): Promise<Page<T>>;
  /**
   * All changes or none. Throws `version_conflict` or `unique_taken` with the collection and key in `details`;
   * `invalid_request` for none or more than {@link MAX_CHANGES} changes, a key changed twice, or an invalid cursor.
   */
  commit(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

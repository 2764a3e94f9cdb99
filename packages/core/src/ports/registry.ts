/**
 * Every record carries the version it was stored with: 1 when it is new, one more with every commit that writes it; 0
 * means that it has not been stored yet. The rest of a record is what JSON can hold.
 */
export interface Versioned {
  version: number;
}

/**
 * How one kind of record is kept: where it stands (`partition`, `sort`), what must be unique among its kind, and by
 * what else it can be listed. Adapters know collections only by this, so a new kind of record needs no new adapter code.
 *
 * `partition` and `sort` together are the key and must not depend on anything that changes. Every partition, sort and
 * unique value is 1 to 1,024 bytes of UTF-8. `unique` and `indexes` are evaluated when a record is written: a record
 * stored before they were added gets its entries with its next write.
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

/** Which part of a partition to read; `prefix`, `from` and `to` narrow each other. */
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
  /** As many as asked for, unless the partition ends here. */
  items: T[];
  /**
   * Stands for a place in the order, not for a record: records added or removed between pages neither repeat nor hide
   * others. Absent on the last page.
   */
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

/**
 * Stores the record whatever stands there, as one version more than that. For records that are derived or belong to
 * one writer. The version in `record` plays no part.
 */
export function overwrite<T extends Versioned>(collection: Collection<T>, record: T): Change {
  return { kind: 'overwrite', collection: collection as Collection<never>, record };
}

/** Removes the record if it still has the version it was read with; version 0 removes it whatever stands there. */
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

/**
 * The most changes one commit may hold, where each unique value of a written record counts as one more (DynamoDB
 * `TransactWriteItems` takes 100 items, and each unique value is an item of its own).
 */
export const MAX_CHANGES = 100;

/**
 * Our store of tenants, users, identities, memberships, placements and usage. Reads are by key, unique value or index,
 * paged by cursor: there is no scan. Reads by key, by unique value and by partition see every commit before them; reads
 * by index may lag. Every read makes a new object. Sort values are ordered by code point (UTF-8 bytes).
 *
 * Every method may reject with `registry_locked`, `registry_unwritable` or `internal`.
 */
export interface Registry {
  get<T extends Versioned>(
    collection: Collection<T>,
    partition: string,
    sort: string,
  ): Promise<T | undefined>;
  getByUnique<T extends Versioned>(collection: Collection<T>, value: string): Promise<T | undefined>;
  /** Records of one partition in the order of their sort value. Throws `invalid_request` as {@link planQuery} does. */
  query<T extends Versioned>(
    collection: Collection<T>,
    partition: string,
    options: QueryOptions,
  ): Promise<Page<T>>;
  /** The same in the order of the index; records with equal sort values all appear, in an order that stays. */
  queryIndex<T extends Versioned>(
    collection: Collection<T>,
    index: string,
    partition: string,
    options: QueryOptions,
  ): Promise<Page<T>>;
  /**
   * All changes or none. Unique values are released by all changes before any takes one, so records may swap them.
   *
   * Throws `version_conflict` (details: `collection`, `key`, `expected`, `actual`), or else `unique_taken` (details:
   * `collection`, `value`; the value may be personal data, the message never holds it), and `invalid_request` for what
   * {@link planCommit} refuses.
   */
  commit(changes: readonly Change[]): Promise<void>;
  /** Later calls of the other methods fail; closing again does nothing. */
  close(): Promise<void>;
}

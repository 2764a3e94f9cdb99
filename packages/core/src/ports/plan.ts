import { CohabitError } from '../errors.ts';
import { compareKeys, prefixEnd } from './key-order.ts';
import type { Change, Collection, QueryOptions, Versioned } from './registry.ts';
import { MAX_CHANGES } from './registry.ts';

/** The longest partition, sort and unique value, in bytes of UTF-8 (the sort key of a DynamoDB table). */
export const MAX_KEY_BYTES = 1024;
/** The largest record, in bytes of JSON: a DynamoDB item (400 KB) less room for its keys. */
export const MAX_RECORD_BYTES = 384 * 1024;
/** The most bytes of JSON in one commit: DynamoDB's 4 MB per transaction less room for keys. */
export const MAX_COMMIT_BYTES = 3_500_000;

/** A change as an adapter carries it out: checked, and free of the collection's functions. */
export type PlannedChange = PlannedWrite | PlannedRemoval | PlannedExpectation;

interface Planned {
  collection: string;
  partition: string;
  sort: string;
}

export interface PlannedWrite extends Planned {
  kind: 'put' | 'overwrite';
  /** For `put`, the version that must stand there (0: nothing); `overwrite` takes any. */
  version: number;
  /** The record without `version`, which the adapter keeps beside it. */
  json: string;
  unique: string[];
  indexes: { name: string; partition: string; sort: string }[];
}

export interface PlannedRemoval extends Planned {
  kind: 'remove';
  /** 0: any. */
  version: number;
}

export interface PlannedExpectation extends Planned {
  kind: 'expect';
  version: number;
}

/**
 * Checks a commit and resolves its keys, unique values and index entries, so that every adapter takes and refuses the
 * same commits. Throws `invalid_request`.
 */
export function planCommit(changes: readonly Change[]): PlannedChange[] {
  const planned = changes.map(planChange);
  const weight = planned.reduce(
    (sum, change) => sum + 1 + ('unique' in change ? change.unique.length : 0),
    0,
  );
  if (weight < 1 || weight > MAX_CHANGES) {
    throw invalid(
      `A commit holds 1 to ${MAX_CHANGES} changes, each unique value counted as one more; this one holds ${weight}. Split it.`,
      { changes: weight, maximum: MAX_CHANGES },
    );
  }
  const bytes = planned.reduce((sum, change) => sum + ('json' in change ? byteLength(change.json) : 0), 0);
  if (bytes > MAX_COMMIT_BYTES) {
    throw invalid(
      `A commit holds at most ${MAX_COMMIT_BYTES} bytes of records; this one holds ${bytes}. Split it.`,
      { bytes, maximum: MAX_COMMIT_BYTES },
    );
  }
  const seen = new Set<string>();
  for (const { collection, partition, sort } of planned) {
    const key = JSON.stringify([collection, partition, sort]);
    if (seen.has(key)) {
      throw invalid(`A commit changes each record once; it names one record of "${collection}" twice.`, {
        collection,
        key: { partition, sort },
      });
    }
    seen.add(key);
  }
  return planned;
}

function planChange(change: Change): PlannedChange {
  const collection = change.collection as Collection<Versioned>;
  if (change.kind === 'expect') {
    const { partition, sort, version } = change;
    requireVersion(collection.name, version);
    return {
      kind: 'expect',
      collection: collection.name,
      ...requireKey(collection.name, partition, sort),
      version,
    };
  }
  const { kind, record } = change;
  requireVersion(collection.name, record.version);
  const key = requireKey(collection.name, collection.partition(record), collection.sort(record));
  const planned = { collection: collection.name, ...key, version: record.version };
  if (kind === 'remove') return { kind, ...planned };
  return {
    kind,
    ...planned,
    json: requireJson(collection.name, record),
    unique: [...new Set(collection.unique?.(record) ?? [])].map((value) =>
      requireKeyText(collection.name, 'unique value', value),
    ),
    indexes: Object.entries(collection.indexes ?? {}).flatMap(([name, entryOf]) => {
      const entry = entryOf(record);
      return entry ? [{ name, ...requireKey(collection.name, entry.partition, entry.sort) }] : [];
    }),
  };
}

function requireJson(collection: string, record: Versioned): string {
  const json = JSON.stringify({ ...record, version: undefined });
  const bytes = byteLength(json);
  if (bytes <= MAX_RECORD_BYTES) return json;
  throw invalid(
    `A record holds at most ${MAX_RECORD_BYTES} bytes of JSON; one of "${collection}" has ${bytes}.`,
    {
      collection,
      bytes,
      maximum: MAX_RECORD_BYTES,
    },
  );
}

function requireVersion(collection: string, version: number): void {
  if (Number.isSafeInteger(version) && version >= 0) return;
  throw invalid(`A version is 0 or a positive whole number; a change of "${collection}" has ${version}.`, {
    collection,
    version,
  });
}

function requireKey(
  collection: string,
  partition: string,
  sort: string,
): { partition: string; sort: string } {
  return {
    partition: requireKeyText(collection, 'partition', partition),
    sort: requireKeyText(collection, 'sort value', sort),
  };
}

/**
 * Whether a partition, sort or unique value can exist at all: 1 to {@link MAX_KEY_BYTES} bytes of well-formed text.
 * (Lone surrogates have no UTF-8 form: two keys that differ in them would be one key.) Adapters answer a read by any
 * other text with nothing.
 */
export function isKey(text: string): boolean {
  return text !== '' && text.isWellFormed() && byteLength(text) <= MAX_KEY_BYTES;
}

function requireKeyText(collection: string, what: string, text: string): string {
  if (isKey(text)) return text;
  throw invalid(
    `The ${what} of a record of "${collection}" must be well-formed text of 1 to ${MAX_KEY_BYTES} bytes in UTF-8.`,
    { collection, maximum: MAX_KEY_BYTES },
  );
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The most records a page may ask for. */
export const MAX_PAGE = 1000;

/** What a query reads, before its cursor: sort values from `from` on, up to `to` or, if exclusive, to before it. */
export interface PlannedQuery {
  limit: number;
  cursor: string | undefined;
  from: string;
  to: { value: string; isInclusive: boolean } | undefined;
}

/** Checks the options of a query and makes one range of `prefix`, `from` and `to`. Throws `invalid_request`. */
export function planQuery(options: QueryOptions): PlannedQuery {
  const { limit, cursor, prefix = '', from = '', to } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw invalid(`A page holds 1 to ${MAX_PAGE} records; the limit is ${limit}.`, {
      limit,
      maximum: MAX_PAGE,
    });
  }
  if (![prefix, from, to ?? ''].every((text) => text.isWellFormed())) {
    throw invalid('The prefix and the bounds of a query must be well-formed text.', {});
  }
  const end = prefixEnd(prefix);
  const isPrefixStricter = end !== undefined && (to === undefined || compareKeys(end, to) <= 0);
  return {
    limit,
    cursor,
    from: compareKeys(prefix, from) > 0 ? prefix : from,
    to: isPrefixStricter
      ? { value: end, isInclusive: false }
      : to === undefined
        ? undefined
        : { value: to, isInclusive: true },
  };
}

function invalid(message: string, details: Record<string, unknown>): CohabitError {
  return new CohabitError('invalid_request', message, { details });
}

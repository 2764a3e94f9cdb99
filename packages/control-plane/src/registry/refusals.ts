import { CohabitError, type PlannedChange } from '@cohabit/core';

/** The refusal of a change whose record has another version than it expects (0: there is no record). */
export function versionConflict(change: PlannedChange, actual: number): CohabitError | undefined {
  if (change.kind === 'overwrite' || change.version === actual) return undefined;
  if (change.kind === 'remove' && change.version === 0) return undefined;
  const { collection, partition, sort, version } = change;
  return new CohabitError(
    'version_conflict',
    `A record of "${collection}" has version ${actual}, not ${version}. Read it again and repeat the change.`,
    { details: { collection, key: { partition, sort }, expected: version, actual } },
  );
}

/** The refusal of a unique value that another record holds; the value may be personal data. */
export function uniqueTaken(collection: string, value: string): CohabitError {
  return new CohabitError('unique_taken', `Another record of "${collection}" holds the value.`, {
    details: { collection, value },
  });
}

/** A misspelt index would otherwise look like an empty one. Throws `invalid_request`. */
export function requireIndex(collection: { name: string; indexes?: object }, index: string): void {
  if (collection.indexes && Object.hasOwn(collection.indexes, index)) return;
  throw new CohabitError('invalid_request', `The collection "${collection.name}" has no index "${index}".`, {
    details: { collection: collection.name, index },
  });
}

/**
 * Parses a stored record for the cache. Frozen all the way down: everyone who asks gets the same object, and a
 * change has to go through `put`.
 */
export function parseFrozen<T>(json: string): T {
  return JSON.parse(json, (_name, value) => (typeof value === 'object' ? Object.freeze(value) : value));
}

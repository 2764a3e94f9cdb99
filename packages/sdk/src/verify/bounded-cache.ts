/** A map of at most `maxEntries` that keeps the `maxEntries / 2` entries used last, and forgets older ones by and by. */
export interface BoundedCache<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
  readonly size: number;
}

/**
 * Least-recently-used in two generations: what is used lives in the young one; when that is full it becomes the old
 * one and the former old one is forgotten. A hit in the young generation changes nothing, which makes it several times
 * faster than moving the entry to the end of one Map.
 */
export function boundedCache<Key, Value>(maxEntries: number): BoundedCache<Key, Value> {
  const maxYoung = Math.floor(maxEntries / 2);
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();

  function set(key: Key, value: Value): void {
    if (young.size >= maxYoung && !young.has(key)) {
      old = young;
      young = new Map();
    }
    old.delete(key);
    young.set(key, value);
  }

  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
    get size() {
      return young.size + old.size;
    },
  };
}

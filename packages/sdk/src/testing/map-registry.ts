import type { Collection, Registry, Versioned } from '@cohabit/core';

/** The part of a registry that the sdk uses, in a Map: reads by key, reads of a partition, and writes. */
export function createMapRegistry() {
  const records = new Map<string, Versioned>();
  let reads = 0;

  const registry: Registry = {
    async get<T extends Versioned>(collection: Collection<T>, partition: string, sort: string) {
      reads++;
      return records.get(`${collection.name} ${partition} ${sort}`) as T | undefined;
    },
    async query<T extends Versioned>(collection: Collection<T>, partition: string) {
      const prefix = `${collection.name} ${partition} `;
      const items = [...records].filter(([key]) => key.startsWith(prefix)).map(([, record]) => record as T);
      return { items };
    },
    async commit(changes) {
      for (const change of changes) {
        if (change.kind === 'expect') continue;
        const record = change.record as never;
        const { name, partition, sort } = change.collection;
        const key = `${name} ${partition(record)} ${sort(record)}`;
        if (change.kind === 'remove') records.delete(key);
        else records.set(key, structuredClone({ ...change.record, version: change.record.version + 1 }));
      }
    },
    getByUnique: () => Promise.reject(new Error('The sdk does not read by unique values')),
    queryIndex: () => Promise.reject(new Error('The sdk does not read by index')),
    close: async () => {},
  };
  return { registry, readCount: () => reads };
}

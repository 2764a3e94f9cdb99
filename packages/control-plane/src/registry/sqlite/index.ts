import { setTimeout as sleep } from 'node:timers/promises';
import { isKey, type Page, planCommit, planQuery, type QueryOptions, type Registry } from '@cohabit/core';
import { type CursorScope, createCursorCodec } from '../cursor.ts';
import { requireIndex } from '../refusals.ts';
import { applyChanges } from './commit.ts';
import { isBusy, mapError } from './map-errors.ts';
import { type Position, readByUnique, readPage, readRecord } from './read.ts';
import { openDatabase } from './schema.ts';
import { createPrepare, toRecord } from './statements.ts';

/** How long a call waits for other processes' commits before it gives up. */
const LOCK_WAIT_MS = 3000;
const LOCK_RETRY_MS = 10;

/**
 * The registry in one SQLite file (`:memory:`: in this process only). Several processes may open the file; readers
 * see the last commit, commits queue. A commit that has been acknowledged survives the end of the process.
 *
 * Throws `registry_unwritable` if the file cannot be a registry and `registry_locked` if another process keeps it
 * locked; both can also end a later call.
 */
export function openSqliteRegistry({ file }: { file: string }): Registry {
  const database = openDatabase(file);
  const prepare = createPrepare(database);
  const secret = prepare("SELECT value FROM secrets WHERE name = 'cursor'").get();
  const cursors = createCursorCodec<Position>(secret?.value as Uint8Array);

  /** Waits for a lock without blocking the process. */
  async function run<T>(work: () => T): Promise<T> {
    const deadline = Date.now() + LOCK_WAIT_MS;
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || Date.now() >= deadline) throw mapError(error, file);
      }
      await sleep(LOCK_RETRY_MS);
    }
  }

  function transact(work: () => void): void {
    prepare('BEGIN IMMEDIATE').run();
    try {
      work();
      prepare('COMMIT').run();
    } catch (error) {
      if (database.isTransaction) prepare('ROLLBACK').run();
      throw error;
    }
  }

  async function page<T>(scope: CursorScope, options: QueryOptions): Promise<Page<T>> {
    const query = planQuery(options);
    return isKey(scope.partition) ? run(() => readPage<T>(prepare, cursors, scope, query)) : { items: [] };
  }

  return {
    async get<T>(collection: { name: string }, partition: string, sort: string) {
      if (!isKey(partition) || !isKey(sort)) return undefined;
      const row = await run(() => readRecord(prepare, collection.name, partition, sort));
      return row && toRecord<T>(row);
    },
    async getByUnique<T>(collection: { name: string }, value: string) {
      if (!isKey(value)) return undefined;
      const row = await run(() => readByUnique(prepare, collection.name, value));
      return row && toRecord<T>(row);
    },
    async query(collection, partition, options) {
      const scope = { collection: collection.name, index: undefined, partition };
      return page(scope, options);
    },
    async queryIndex(collection, index, partition, options) {
      requireIndex(collection, index);
      const scope = { collection: collection.name, index, partition };
      return page(scope, options);
    },
    async commit(changes) {
      const planned = planCommit(changes);
      await run(() => transact(() => applyChanges(prepare, planned)));
    },
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  CohabitError,
  isKey,
  type Page,
  planCommit,
  planQuery,
  type QueryOptions,
  type Registry,
  type Versioned,
} from '@cohabit/core';
import { type CursorCodec, type CursorScope, createCursorCodec } from '../cursor.ts';
import { requireIndex } from '../refusals.ts';
import { commitSteps } from './commit.ts';
import { toRecord } from './items.ts';
import { type IndexSlot, recordKey, slotOf } from './keys.ts';
import { mapError } from './map-errors.ts';
import { type Position, readPage } from './pages.ts';
import { patiently, readByUnique, readItem } from './read.ts';
import { toStep } from './steps.ts';
import { makeTable, readCursorSecret } from './table.ts';

const CONNECT_MS = 1000;
const ANSWER_MS = 2000;

/** Which table, and how to reach it. */
export interface DynamoRegistryOptions {
  table: string;
  /** Stays its owner's: it is not destroyed when the registry is closed. Without it one is made, for `region`. */
  client?: DynamoDBClient;
  region?: string;
  /** Such as `http://localhost:8000` for DynamoDB Local; absent on AWS. */
  endpoint?: string;
}

/**
 * The registry in one DynamoDB table, for any number of processes. Reads by key, unique value and partition are
 * strongly consistent; a commit is one transaction. Nothing is sent until the first call.
 *
 * What passes (throttling, conflicts of transactions, no answer) is repeated for up to three seconds and is then
 * `registry_locked`, or `registry_unwritable` when nobody answers; so is a table that is missing, not ours or closed to
 * us.
 */
export function openDynamoRegistry(options: DynamoRegistryOptions): Registry {
  const { table } = options;
  const own = options.client ?? makeClient(options);
  const client = DynamoDBDocumentClient.from(own);
  let isOpen = true;
  let secret: Promise<CursorCodec<Position>> | undefined;

  function cursors(): Promise<CursorCodec<Position>> {
    secret ??= patiently(() => readCursorSecret(client, table)).then(createCursorCodec<Position>, (error) => {
      secret = undefined;
      throw error;
    });
    return secret;
  }

  async function run<T>(work: () => Promise<T>): Promise<T> {
    if (!isOpen) throw new CohabitError('internal', 'The registry has been closed.', { details: { table } });
    try {
      return await work();
    } catch (error) {
      throw mapError(error, table);
    }
  }

  const parts = { client, table, cursors };

  async function page<T extends Versioned>(
    scope: CursorScope,
    queryOptions: QueryOptions,
    slot?: IndexSlot,
  ): Promise<Page<T>> {
    const query = planQuery(queryOptions);
    return isKey(scope.partition) ? run(() => readPage<T>(parts, scope, query, slot)) : { items: [] };
  }

  return {
    async get<T extends Versioned>(collection: { name: string }, partition: string, sort: string) {
      if (!isKey(partition) || !isKey(sort)) return undefined;
      const item = await run(() => readItem(parts, recordKey(collection.name, partition, sort)));
      return item && toRecord<T>(item);
    },
    async getByUnique<T extends Versioned>(collection: { name: string }, value: string) {
      if (!isKey(value)) return undefined;
      const item = await run(() => readByUnique(parts, collection.name, value));
      return item && toRecord<T>(item);
    },
    async query(collection, partition, queryOptions) {
      return page({ collection: collection.name, index: undefined, partition }, queryOptions);
    },
    async queryIndex(collection, index, partition, queryOptions) {
      requireIndex(collection, index);
      return page({ collection: collection.name, index, partition }, queryOptions, slotOf(collection, index));
    },
    async commit(changes) {
      const planned = planCommit(changes);
      const steps = planned.map((change, i) => toStep(change, changes[i] as (typeof changes)[number]));
      await run(() => commitSteps(parts, steps));
    },
    async close() {
      if (isOpen && options.client === undefined) own.destroy();
      isOpen = false;
    },
  };
}

/**
 * Makes the table of a registry, paid per request, and waits until it can be used; one that exists is left as it is.
 * Throws `registry_unwritable` if it cannot be made or is no registry.
 */
export async function createRegistryTable(options: DynamoRegistryOptions): Promise<void> {
  const client = options.client ?? makeClient(options);
  try {
    await makeTable(client, options.table);
    await readCursorSecret(DynamoDBDocumentClient.from(client), options.table);
  } catch (error) {
    throw mapError(error, options.table);
  } finally {
    if (options.client === undefined) client.destroy();
  }
}

/** Repeating is ours, with one time limit for all of a call. */
function makeClient({ region, endpoint }: DynamoRegistryOptions): DynamoDBClient {
  return new DynamoDBClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
  });
}

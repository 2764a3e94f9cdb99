import type { Registry } from '@cohabit/core';
import { openDynamoRegistry } from '../registry/dynamodb/index.ts';
import { openSqliteRegistry } from '../registry/sqlite/index.ts';
import { recordCalls } from './dynamodb-calls.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';

/** For `describe.each`: what must be so whatever the registry is. */
export const registryKinds = ['SQLite', 'DynamoDB'] as const;

export type RegistryKind = (typeof registryKinds)[number];

/** Empty registries of one kind; with DynamoDB they share one server, so one of these per test file is enough. */
export interface TestRegistries extends AsyncDisposable {
  open(): Promise<Registry>;
  /** The names of the requests sent to DynamoDB, in their order; empty it at will. */
  calls: string[];
}

export async function startRegistries(kind: RegistryKind): Promise<TestRegistries> {
  if (kind === 'SQLite') {
    const open = async () => openSqliteRegistry({ file: ':memory:' });
    return { open, calls: [], async [Symbol.asyncDispose]() {} };
  }
  const dynamodb: DynamoDbLocal = await startDynamoDbLocal();
  const client = dynamodb.connect();
  const calls = recordCalls(client);
  return {
    calls,
    open: async () => openDynamoRegistry({ client, table: await dynamodb.createTable() }),
    [Symbol.asyncDispose]: () => dynamodb[Symbol.asyncDispose](),
  };
}

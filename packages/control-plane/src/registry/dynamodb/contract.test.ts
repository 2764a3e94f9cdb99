import { registryContract } from '@cohabit/core/testing';
import { afterAll, beforeAll } from 'vitest';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../testing/dynamodb-local.ts';
import { openDynamoRegistry } from './index.ts';

let dynamodb: DynamoDbLocal;
let table: string;
beforeAll(async () => {
  dynamodb = await startDynamoDbLocal();
  table = await dynamodb.createTable();
});
afterAll(() => dynamodb?.[Symbol.asyncDispose]());

registryContract('DynamoDB', async () => openDynamoRegistry({ client: dynamodb.client, table }));

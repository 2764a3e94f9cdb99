import { randomBytes } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { CohabitError } from '@cohabit/core';
import { cursorSecretKey, indexSlots } from './keys.ts';

const CREATION_WAIT_SECONDS = 120;

/**
 * Makes the table, paid per request, and waits until it can be used. A table that is there already is left as it is if
 * it has our keys and indexes. Throws `registry_unwritable` if it has not.
 */
export async function makeTable(client: DynamoDBClient, table: string): Promise<void> {
  const keyNames = ['pk', 'sk', ...indexSlots.flatMap((slot) => [slot.pk, slot.sk])];
  const creation = new CreateTableCommand({
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keyNames.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema({ pk: 'pk', sk: 'sk' }),
    GlobalSecondaryIndexes: indexSlots.map((slot) => ({
      IndexName: slot.name,
      KeySchema: keySchema(slot),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  });
  await client.send(creation).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  await waitUntilTableExists(
    { client, minDelay: 1, maxDelay: 5, maxWaitTime: CREATION_WAIT_SECONDS },
    { TableName: table },
  );
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  requireOurs(Table, table);
}

function keySchema({ pk, sk }: { pk: string; sk: string }): KeySchemaElement[] {
  return [
    { AttributeName: pk, KeyType: 'HASH' },
    { AttributeName: sk, KeyType: 'RANGE' },
  ];
}

function requireOurs(found: TableDescription | undefined, table: string): void {
  const isSame = (schema: KeySchemaElement[] | undefined, expected: { pk: string; sk: string }) =>
    JSON.stringify(schema?.map(({ AttributeName }) => AttributeName)) ===
    JSON.stringify([expected.pk, expected.sk]);
  const hasIndexes = indexSlots.every((slot) =>
    found?.GlobalSecondaryIndexes?.some(
      (index) => index.IndexName === slot.name && isSame(index.KeySchema, slot),
    ),
  );
  if (hasIndexes && isSame(found?.KeySchema, { pk: 'pk', sk: 'sk' })) return;
  throw new CohabitError(
    'registry_unwritable',
    `The DynamoDB table ${table} exists and is no registry: it has other keys or lacks an index. Name another table.`,
    { details: { table } },
  );
}

/** What cursors of this table are signed with, the same in every process; made by whoever needs it first. */
export async function readCursorSecret(client: DynamoDBDocumentClient, table: string): Promise<Uint8Array> {
  const read = async () => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: cursorSecretKey, ConsistentRead: true }),
    );
    return Item?.value as Uint8Array | undefined;
  };
  const known = await read();
  if (known) return known;
  const made = new Uint8Array(randomBytes(32));
  const creation = new PutCommand({
    TableName: table,
    Item: { ...cursorSecretKey, value: made },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  try {
    await client.send(creation);
    return made;
  } catch (error) {
    const other = error instanceof ConditionalCheckFailedException ? await read() : undefined;
    if (other) return other;
    throw error;
  }
}

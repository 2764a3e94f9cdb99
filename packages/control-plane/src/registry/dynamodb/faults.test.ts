import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CohabitError, overwrite, put, type Registry, remove } from '@cohabit/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  cancelledBy,
  connectionLost,
  type DynamoDbCall,
  type Interception,
  intercept,
  refusedWith,
} from '../../testing/dynamodb-calls.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../testing/dynamodb-local.ts';
import { type Box, boxes, makeBox } from './boxes.test.data.ts';
import { createRegistryTable, openDynamoRegistry } from './index.ts';

let dynamodb: DynamoDbLocal;
let table: string;
let client: DynamoDBClient;
let registry: Registry;
let space: string;

beforeAll(async () => {
  dynamodb = await startDynamoDbLocal();
  table = await dynamodb.createTable();
});
afterAll(() => dynamodb?.[Symbol.asyncDispose]());

beforeEach(() => {
  space = crypto.randomUUID();
  client = dynamodb.connect();
  registry = openDynamoRegistry({ client, table });
});

/** Lets the first calls of a kind fail; the number of calls of that kind so far. */
function failFirst(name: string, times: number, error: () => Error, on = client): { count: number } {
  const calls = { count: 0 };
  intercept(on, (call, send) => {
    if (call.name !== name) return send();
    calls.count += 1;
    return calls.count <= times ? Promise.reject(error()) : send();
  });
  return calls;
}

/** DynamoDB acts, and the answer gets lost on the way. */
function loseFirst(name: string, on = client): DynamoDbCall[] {
  const calls: DynamoDbCall[] = [];
  const interception: Interception = async (call, send) => {
    const answer = await send();
    if (call.name !== name) return answer;
    calls.push(call);
    if (calls.length === 1) throw connectionLost();
    return answer;
  };
  intercept(on, interception);
  return calls;
}

const current = async (name: string) => (await registry.get(boxes, space, name)) as Box;
const failureOf = (work: Promise<unknown>): Promise<CohabitError> =>
  work.then(
    () => expect.fail('It went through.'),
    (error) => error,
  );

describe('many writers of one DynamoDB registry', () => {
  it('lose no update of one record when each reads, changes and puts until it goes through', async () => {
    await registry.commit([put(boxes, makeBox(space, 'counter'))]);
    const add = async () => {
      for (;;) {
        const box = await current('counter');
        const error = await registry.commit([put(boxes, { ...box, number: box.number + 1 })]).then(
          () => undefined,
          (reason) => reason,
        );
        if (error === undefined) return;
        expect(error).toMatchObject({ code: 'version_conflict' });
      }
    };
    await Promise.all(Array.from({ length: 8 }, add));
    expect(await current('counter')).toMatchObject({ number: 8, version: 9 });
  });

  it('all get through to a hot record although half of the transactions meet another', async () => {
    let calls = 0;
    intercept(client, (call, send) =>
      call.name === 'TransactWriteItems' && calls++ % 2 === 0
        ? Promise.reject(cancelledBy('None', 'TransactionConflict'))
        : send(),
    );
    const record = makeBox(space, 'hot', { codes: [`${space}-hot`] });
    await Promise.all(Array.from({ length: 20 }, () => registry.commit([overwrite(boxes, record)])));
    expect((await current('hot')).version).toBe(20);
    expect(calls).toBeGreaterThan(40);
  });

  it('give a value that many want at once to exactly one, also when a stale item of it is left', async () => {
    const crowd = Array.from({ length: 60 }, (_, i) => makeBox(space, `n${i}`, { codes: [`${space}-${i}`] }));
    await registry.commit(crowd.slice(0, 50).map((box) => put(boxes, box)));
    await registry.commit(crowd.slice(50).map((box) => put(boxes, box)));
    // Sixty records and sixty values are more than the hundred items of a transaction.
    const leave = (box: Box, i: number) =>
      i % 2 === 0 ? remove(boxes, box) : overwrite(boxes, { ...box, codes: [] });
    await registry.commit(crowd.map(leave));
    for (const { codes } of crowd) {
      expect(await registry.getByUnique(boxes, codes[0] as string)).toBeUndefined();
    }
    for (const { codes } of [...crowd.slice(0, 2), ...crowd.slice(-2)]) {
      const takers = await Promise.allSettled(
        ['a', 'b', 'c'].map((name) =>
          registry.commit([put(boxes, makeBox(space, `${codes[0]}${name}`, { codes }))]),
        ),
      );
      expect(takers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
      for (const taker of takers) {
        if (taker.status === 'rejected') expect(taker.reason).toMatchObject({ code: 'unique_taken' });
      }
    }
  });

  it('do not both get a stale value that one takes again while the other is at it', async () => {
    const codes = [`${space}-x`];
    const holder = makeBox(space, 'holder', { codes });
    const filler = Array.from({ length: 99 }, (_, i) => makeBox(space, `n${i}`));
    await registry.commit([put(boxes, holder)]);
    await registry.commit([remove(boxes, holder), ...filler.map((box) => put(boxes, box))]);
    const other = openDynamoRegistry({ client: dynamodb.client, table });
    let transactions = 0;
    intercept(client, async (call, send) => {
      // Between the look at the stale item and the attempt to take it over.
      if (call.name === 'TransactWriteItems' && ++transactions === 2)
        await other.commit([put(boxes, holder)]);
      return send();
    });
    const late = await failureOf(registry.commit([put(boxes, makeBox(space, 'late', { codes }))]));
    expect(transactions).toBe(2);
    expect(late).toMatchObject({ code: 'unique_taken' });
    expect((await registry.getByUnique(boxes, `${space}-x`))?.name).toBe('holder');
  });

  it('release what a record really holds, not what it held when it was read', async () => {
    const box = makeBox(space, 'a', { codes: [`${space}-old`] });
    await registry.commit([put(boxes, box)]);
    const other = openDynamoRegistry({ client: dynamodb.client, table });
    let isDone = false;
    intercept(client, async (call, send) => {
      if (call.name === 'TransactWriteItems' && !isDone) {
        isDone = true;
        await other.commit([overwrite(boxes, { ...box, codes: [`${space}-new`] })]);
      }
      return send();
    });
    await registry.commit([overwrite(boxes, { ...box, codes: [] })]);
    for (const code of ['old', 'new']) {
      expect(await registry.getByUnique(boxes, `${space}-${code}`)).toBeUndefined();
      await registry.commit([put(boxes, makeBox(space, code, { codes: [`${space}-${code}`] }))]);
    }
  });
});

describe('a DynamoDB registry in passing trouble', () => {
  it.each([
    ['a conflict of transactions', () => cancelledBy('TransactionConflict')],
    ['a transaction that is throttled', () => cancelledBy('ThrottlingError')],
    ['a partition beyond its throughput', () => cancelledBy('None', 'ProvisionedThroughputExceeded')],
    ['a table beyond its throughput', () => refusedWith('ProvisionedThroughputExceededException')],
    ['an account that is throttled', () => refusedWith('ThrottlingException')],
    ['a transaction still in progress', () => refusedWith('TransactionInProgressException')],
    ['an error of DynamoDB itself', () => refusedWith('InternalServerError', 500)],
    ['a broken connection', connectionLost],
  ])('repeats a commit after %s, and carries it out once', async (_what, error) => {
    const calls = failFirst('TransactWriteItems', 3, error);
    await registry.commit([put(boxes, makeBox(space, 'a', { codes: [space] }))]);
    expect(calls.count).toBe(4);
    expect((await current('a')).version).toBe(1);
  });

  it('repeats reads', async () => {
    await registry.commit([put(boxes, makeBox(space, 'a', { codes: [space], shelf: space }))]);
    for (const [name, read] of [
      ['GetItem', () => registry.get(boxes, space, 'a')],
      ['GetItem', () => registry.getByUnique(boxes, space)],
      ['Query', () => registry.query(boxes, space, { limit: 1 })],
      ['Query', () => registry.queryIndex(boxes, 'byShelf', space, { limit: 1 })],
      ['BatchGetItem', () => registry.queryIndex(boxes, 'byShelf', space, { limit: 1 })],
    ] as const) {
      const calls = failFirst(name, 2, () => refusedWith('ThrottlingException'));
      expect(await read()).toBeDefined();
      expect(calls.count).toBeGreaterThan(2);
    }
  });

  it('gives up after three seconds, and says who is in the way', async () => {
    const gaveUp = async (error: () => Error, work: (on: Registry) => Promise<unknown>) => {
      const troubled = dynamodb.connect();
      intercept(troubled, () => Promise.reject(error()));
      const started = performance.now();
      const failure = await failureOf(work(openDynamoRegistry({ client: troubled, table })));
      const seconds = (performance.now() - started) / 1000;
      expect(seconds).toBeGreaterThan(2.9);
      expect(seconds).toBeLessThan(4.5);
      return failure;
    };
    const commit = (on: Registry) => on.commit([put(boxes, makeBox(space, 'a'))]);
    const get = (on: Registry) => on.get(boxes, space, 'a');
    const [conflict, throttled, gone] = await Promise.all([
      gaveUp(() => cancelledBy('TransactionConflict'), commit),
      gaveUp(() => refusedWith('ThrottlingException'), get),
      gaveUp(connectionLost, commit),
    ]);
    expect(conflict).toMatchObject({ code: 'registry_locked', details: { table } });
    expect(throttled).toMatchObject({ code: 'registry_locked' });
    expect(gone).toMatchObject({ code: 'registry_unwritable' });
    expect(gone.message).toContain('may have been carried out');
  });
});

describe('a DynamoDB registry that makes its own client', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    return () => vi.unstubAllEnvs();
  });

  it('makes its table and works, by Region and endpoint', async () => {
    const options = { region: 'us-east-1', endpoint: dynamodb.endpoint, table: `own-${space}` };
    await createRegistryTable(options);
    const own = openDynamoRegistry(options);
    await own.commit([put(boxes, makeBox(space, 'a'))]);
    expect((await own.get(boxes, space, 'a'))?.version).toBe(1);
    await own.close();
    await expect(own.get(boxes, space, 'a')).rejects.toMatchObject({ code: 'internal' });
  });

  it('leaves a DynamoDB that never answers before a trigger runs out of time', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const own = openDynamoRegistry({ region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, table });
    const started = performance.now();
    expect(await failureOf(own.get(boxes, space, 'a'))).toMatchObject({ code: 'registry_unwritable' });
    expect(performance.now() - started).toBeLessThan(5000);
    await own.close();
    silent.close();
  });
});

describe('a DynamoDB registry whose answer is lost', () => {
  it.each([
    ['repeats', 1],
    ['lets the SDK repeat', 3],
  ])('%s the commit with the same token, which is no conflict with itself', async (_who, maxAttempts) => {
    const on = dynamodb.connect({ maxAttempts });
    const calls = loseFirst('TransactWriteItems', on);
    const writer = openDynamoRegistry({ client: on, table });
    await writer.commit([put(boxes, makeBox(space, 'a', { codes: [space] }))]);
    expect(calls.map(({ input }) => input.ClientRequestToken)).toEqual([
      expect.any(String),
      calls[0]?.input.ClientRequestToken,
    ]);
    expect((await current('a')).version).toBe(1);
  });

  it('counts an overwrite once', async () => {
    const calls = loseFirst('TransactWriteItems');
    await registry.commit([overwrite(boxes, makeBox(space, 'a'))]);
    expect(calls).toHaveLength(2);
    expect((await current('a')).version).toBe(1);
  });

  it('uses a new token for a new attempt: one that was cancelled never blocks the next', async () => {
    const tokens: unknown[] = [];
    intercept(client, (call, send) => {
      tokens.push(call.input.ClientRequestToken);
      return send();
    });
    await registry.commit([put(boxes, makeBox(space, 'a', { codes: [space] }))]);
    await registry.commit([put(boxes, makeBox(space, 'a', { codes: [`${space}2`], version: 1 }))]);
    expect(new Set(tokens).size).toBe(3);
    expect(tokens).toHaveLength(3);
  });
});

describe('a DynamoDB registry that cannot be used', () => {
  it.each([
    ['registry_unwritable', () => cancelledBy('ItemCollectionSizeLimitExceeded')],
    ['registry_unwritable', () => refusedWith('AccessDeniedException')],
    ['registry_unwritable', () => cancelledBy('None', 'AccessDeniedException')],
    ['registry_unwritable', () => refusedWith('ExpiredTokenException')],
    ['registry_unwritable', () => refusedWith('CredentialsProviderError')],
    ['internal', () => cancelledBy('ValidationError')],
    ['internal', () => new Error('secret of the driver')],
  ] as const)('says %s at once, without repeating', async (code, error) => {
    const calls = failFirst('TransactWriteItems', 9, error);
    const failure = await failureOf(registry.commit([put(boxes, makeBox(space, 'a'))]));
    expect(failure).toMatchObject({ code, details: { table } });
    expect(failure.message).not.toContain('secret');
    expect(calls.count).toBe(1);
  });

  it('names a table that does not exist', async () => {
    const missing = openDynamoRegistry({ client, table: 'missing' });
    const failure = await failureOf(missing.get(boxes, space, 'a'));
    expect(failure).toMatchObject({ code: 'registry_unwritable', details: { table: 'missing' } });
    expect(failure.message).toMatch(/table missing.*no such table/);
  });

  it('leaves a table of somebody else alone, and its own as it is', async () => {
    const create = (TableName: string, ...keys: string[]) =>
      client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
          KeySchema: keys.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
        }),
      );
    await create('invoices', 'id');
    await create('single-table', 'pk', 'sk');
    const code = 'registry_unwritable';
    for (const taken of ['invoices', 'single-table']) {
      await expect(createRegistryTable({ client, table: taken })).rejects.toMatchObject({ code });
    }
    const foreign = openDynamoRegistry({ client, table: 'invoices' });
    for (const call of [
      () => foreign.get(boxes, space, 'a'),
      () => foreign.query(boxes, space, { limit: 1 }),
      () => foreign.queryIndex(boxes, 'byShelf', space, { limit: 1 }),
      () => foreign.commit([put(boxes, makeBox(space, 'a'))]),
    ]) {
      await expect(call()).rejects.toMatchObject({ code });
    }
    await registry.commit([put(boxes, makeBox(space, 'a'))]);
    await createRegistryTable({ client, table });
    expect((await current('a')).version).toBe(1);
  });

  it('shows no personal data in what goes wrong', async () => {
    const email = `ada-${space}@example.com`;
    await registry.commit([put(boxes, makeBox(space, 'a', { codes: [email], text: email }))]);
    const taken = await failureOf(registry.commit([put(boxes, makeBox(space, 'b', { codes: [email] }))]));
    expect(taken).toMatchObject({ code: 'unique_taken', details: { value: email } });
    expect(taken.message).not.toContain(email);
    expect(taken.cause).toBeUndefined();
    intercept(client, async (_call, send) => {
      const cancelled = await send().then(
        () => expect.fail('It went through.'),
        (error) => error,
      );
      cancelled.CancellationReasons[0].Code = 'ValidationError';
      throw cancelled;
    });
    const failed = await failureOf(registry.commit([put(boxes, makeBox(space, 'a', { codes: [email] }))]));
    expect(failed).toMatchObject({ code: 'internal' });
    expect(inspect(failed, { depth: 9 })).not.toContain(email);
  });
});

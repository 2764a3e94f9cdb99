import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type Collection,
  MAX_COMMIT_BYTES,
  MAX_KEY_BYTES,
  MAX_RECORD_BYTES,
  put,
  type Registry,
  remove,
} from '@cohabit/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { intercept, recordCalls } from '../../testing/dynamodb-calls.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../testing/dynamodb-local.ts';
import { type Box, boxes, makeBox } from './boxes.test.data.ts';
import { openDynamoRegistry } from './index.ts';

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

/** A record as large as one may be, with keys as long as they may be. */
function largest(name: string, bytes: number, rest: Partial<Box> = {}): Box {
  const long = (text: string) => `${space}${text}`.padEnd(MAX_KEY_BYTES, 'k');
  const box = makeBox(long('p'), long(name), { shelf: long('s'), sort: long(name), ...rest });
  const room = bytes - JSON.stringify({ ...box, version: undefined }).length;
  return { ...box, text: 'x'.repeat(room) };
}

describe('large records on DynamoDB', () => {
  it('fit with the longest keys, all indexes and as many unique values as a commit may hold', async () => {
    const codes = Array.from({ length: 99 }, (_, i) => `${space}${i}`);
    const box = largest('a', MAX_RECORD_BYTES, { codes });
    await registry.commit([put(boxes, box)]);
    expect(await registry.get(boxes, box.space, box.name)).toEqual({ ...box, version: 1 });
    expect((await registry.getByUnique(boxes, `${space}98`))?.version).toBe(1);
    await registry.commit([put(boxes, { ...box, codes: codes.slice(0, 1), version: 1 })]);
    expect(await registry.getByUnique(boxes, `${space}98`)).toBeUndefined();
    await expect(
      registry.commit([put(boxes, { ...box, text: `${box.text}x`, version: 1 })]),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('fit into one commit up to its limit, a hundred of them with the longest keys', async () => {
    const each = MAX_COMMIT_BYTES / 100;
    const all = Array.from({ length: 100 }, (_, i) => largest(`n${i}`, each));
    await registry.commit(all.map((box) => put(boxes, box)));
    const [first] = all;
    const page = await registry.queryIndex(boxes, 'byShelf', first?.shelf ?? '', { limit: 100 });
    expect(page.items).toHaveLength(100);
  });

  it('fill pages beyond the 1 MB that a call of DynamoDB reads, by key and by index', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `n${String(i).padStart(2, '0')}`);
    for (const name of names) {
      await registry.commit([put(boxes, makeBox(space, name, { text: 'x'.repeat(200_000), shelf: space }))]);
    }
    const calls = recordCalls(client);
    const { items, cursor } = await registry.query(boxes, space, { limit: 10 });
    expect(items.map(({ name }) => name)).toEqual(names.slice(0, 10));
    expect(calls.filter((name) => name === 'Query').length).toBeGreaterThan(1);
    const rest = await registry.query(boxes, space, { limit: 10, cursor });
    expect(rest.items.map(({ name }) => name)).toEqual(names.slice(10));
    expect(rest).not.toHaveProperty('cursor');
    const indexed = await registry.queryIndex(boxes, 'byShelf', space, { limit: 10 });
    expect(indexed.items.map(({ name }) => name)).toEqual(names.slice(0, 10));
  });

  it('are all read when DynamoDB leaves keys of a batch for later', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `n${i}`);
    await registry.commit(names.map((name) => put(boxes, makeBox(space, name, { shelf: space }))));
    let batches = 0;
    intercept(client, async (call, send) => {
      if (call.name !== 'BatchGetItem') return send();
      // biome-ignore lint/suspicious/noExplicitAny: the SDK's answer
      const answer = (await send()) as any;
      const all = answer.output.Responses[table];
      const now = batches === 0 ? 0 : 2;
      batches += 1;
      const Keys = all.slice(now).map(({ pk, sk }: { pk: unknown; sk: unknown }) => ({ pk, sk }));
      answer.output.Responses[table] = all.slice(0, now);
      answer.output.UnprocessedKeys = Keys.length > 0 ? { [table]: { Keys, ConsistentRead: true } } : {};
      return answer;
    });
    const { items } = await registry.queryIndex(boxes, 'byShelf', space, { limit: 20 });
    expect(items.map(({ name }) => name)).toEqual(names);
    expect(batches).toBe(6);
  });
});

describe('queries on DynamoDB', () => {
  it('take bounds that are longer than a key can be, and mean them', async () => {
    const key = '😀'.repeat(MAX_KEY_BYTES / 4);
    const names = ['a', key.slice(0, -2), key, '😁'];
    await registry.commit(names.map((name) => put(boxes, makeBox(space, name, { shelf: space }))));
    const cases = [
      [{ from: `${key}x` }, ['😁']],
      [{ to: `${key}x` }, ['a', key.slice(0, -2), key]],
      [{ from: `${key.slice(0, -2)}xxxxxx` }, [key, '😁']],
      [{ to: `${key.slice(0, -2)}xxxxxx` }, ['a', key.slice(0, -2)]],
      [{ prefix: `${key}x` }, []],
      [{ from: `${key}x`, to: 'a' }, []],
      [{ to: '' }, []],
    ] as const;
    for (const [range, expected] of cases) {
      for (const read of [
        () => registry.query(boxes, space, { limit: 9, ...range }),
        () => registry.queryIndex(boxes, 'byShelf', space, { limit: 9, ...range }),
      ]) {
        expect((await read()).items.map(({ name }) => name)).toEqual(expected);
      }
    }
  });

  it('continue with a cursor in other bounds than it was given in', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    await registry.commit(names.map((name) => put(boxes, makeBox(space, name, { shelf: space }))));
    for (const read of [
      (options: object) => registry.query(boxes, space, { limit: 2, ...options }),
      (options: object) => registry.queryIndex(boxes, 'byShelf', space, { limit: 2, ...options }),
    ]) {
      const { cursor } = await read({});
      const rest = async (range: object) => (await read({ cursor, ...range })).items.map(({ name }) => name);
      expect(await rest({})).toEqual(['c', 'd']);
      expect(await rest({ from: 'd' })).toEqual(['d', 'e']);
      expect(await rest({ to: 'c' })).toEqual(['c']);
      expect(await rest({ to: 'b' })).toEqual([]);
      expect(await rest({ to: 'a' })).toEqual([]);
      expect(await rest({ prefix: 'e' })).toEqual(['e']);
    }
  });

  it('take a cursor that another process gave, which learns the secret by one read', async () => {
    await registry.commit(['a', 'b', 'c'].map((name) => put(boxes, makeBox(space, name))));
    const { cursor } = await registry.query(boxes, space, { limit: 1 });
    const calls = recordCalls(client);
    const other = openDynamoRegistry({ client, table });
    const next = await other.query(boxes, space, { limit: 1, cursor });
    expect(next.items[0]?.name).toBe('b');
    expect((await other.query(boxes, space, { limit: 1, cursor: next.cursor })).items[0]?.name).toBe('c');
    expect(calls.toSorted()).toEqual(['GetItem', 'Query', 'Query']);
  });

  it('cannot be asked of more indexes than a table has', async () => {
    const byName = (box: Box) => ({ partition: box.space, sort: box.name });
    const crowded: Collection<Box> = { ...boxes, indexes: { one: byName, two: byName, three: byName } };
    await expect(registry.commit([put(crowded, makeBox(space, 'a'))])).rejects.toMatchObject({
      code: 'internal',
    });
    await expect(registry.queryIndex(crowded, 'three', space, { limit: 1 })).rejects.toMatchObject({
      code: 'internal',
    });
  });
});

describe('an index on DynamoDB that lags', () => {
  /** The SDK has not turned every attribute into a plain value at this point. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const textOf = ({ sk }: any): string => sk.S ?? sk;

  /** From now on the index answers as it stands at this moment. */
  async function freeze(): Promise<void> {
    // biome-ignore lint/suspicious/noExplicitAny: the SDK's answers
    let frozen: any;
    intercept(client, async (call, send) => {
      if (call.name !== 'Query' || call.input.IndexName === undefined) return send();
      frozen ??= await send();
      const all = frozen.output.Items;
      const { ExclusiveStartKey: start, Limit: limit } = call.input;
      const first = start ? all.findIndex((item: typeof start) => textOf(item) === textOf(start)) + 1 : 0;
      const Items = all.slice(first, first + limit);
      const more = first + limit < all.length ? { LastEvaluatedKey: Items.at(-1) } : {};
      return { ...frozen, output: { ...frozen.output, Items, LastEvaluatedKey: undefined, ...more } };
    });
    await registry.queryIndex(boxes, 'byShelf', space, { limit: 100 });
  }

  async function list(): Promise<Box[]> {
    const found: Box[] = [];
    let cursor: string | undefined;
    do {
      const page = await registry.queryIndex(boxes, 'byShelf', space, { limit: 2, cursor });
      found.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  }

  const onShelf = (name: string, rest: Partial<Box> = {}) => makeBox(space, name, { shelf: space, ...rest });

  it('shows no record that has left it, and every other as it is now, on full pages', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await registry.commit(names.map((name) => put(boxes, onShelf(name))));
    await vi.waitFor(async () => expect(await list()).toHaveLength(6));
    await freeze();
    await registry.commit([
      remove(boxes, onShelf('a')),
      put(boxes, makeBox(space, 'b', { version: 1 })),
      put(boxes, onShelf('c', { shelf: `${space}other`, version: 1 })),
      put(boxes, onShelf('d', { sort: 'z', version: 1 })),
      put(boxes, onShelf('e', { text: 'changed', version: 1 })),
    ]);
    expect(await list()).toMatchObject([
      { name: 'e', text: 'changed', version: 2 },
      { name: 'f', version: 1 },
    ]);
    const page = await registry.queryIndex(boxes, 'byShelf', space, { limit: 2 });
    expect(page.items).toHaveLength(2);
    expect(page).not.toHaveProperty('cursor');
  });

  it('lets a loop that removes what it lists come to its end', async () => {
    await registry.commit(['a', 'b', 'c'].map((name) => put(boxes, onShelf(name))));
    await vi.waitFor(async () => expect(await list()).toHaveLength(3));
    await freeze();
    let rounds = 0;
    for (; rounds < 10; rounds++) {
      const { items } = await registry.queryIndex(boxes, 'byShelf', space, { limit: 2 });
      if (items.length === 0) break;
      await registry.commit(items.map((box) => remove(boxes, box)));
    }
    expect(rounds).toBe(2);
  });

  it('keeps nobody from reading by key, unique value and partition what was just committed', async () => {
    intercept(client, (call, send) => {
      expect(call.input.IndexName).toBeUndefined();
      const { ConsistentRead } = call.name === 'TransactWriteItems' ? { ConsistentRead: true } : call.input;
      expect(ConsistentRead, call.name).toBe(true);
      return send();
    });
    await registry.commit([put(boxes, onShelf('a', { codes: [space] }))]);
    expect(await registry.get(boxes, space, 'a')).toBeDefined();
    expect(await registry.getByUnique(boxes, space)).toBeDefined();
    expect((await registry.query(boxes, space, { limit: 1 })).items).toHaveLength(1);
  });
});

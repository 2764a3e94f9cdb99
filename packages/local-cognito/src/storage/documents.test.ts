import { expect, it } from 'vitest';
import { openStore } from './open-store.ts';
import { documentKind, type Store } from './store.ts';

const noteKind = documentKind<string>('note');
const poolId = 'p_1';

function openWithNotes(ids: readonly string[]): Store {
  const store = openStore({ file: ':memory:' });
  for (const id of ids) store.documents.put(noteKind, { poolId, id }, id);
  return store;
}

it('lists what starts with a prefix, page by page and in order', () => {
  const ids = ['a', 'ab 1', 'ab 2', 'ab 3', 'ab 😀', 'abc 1', 'b'];
  const { documents } = openWithNotes(ids);
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = documents.list(noteKind, poolId, { limit: 2, after, prefix: 'ab ' });
    found.push(...page.items);
    after = page.nextToken;
  } while (after !== undefined);
  expect(found).toEqual(ids.slice(1, 5));
  expect(documents.list(noteKind, poolId, { limit: 60 }).items).toEqual(ids);
});

it('leads with the token of another list nowhere but into the list asked for', () => {
  const { documents } = openWithNotes(['a 1', 'a 2', 'b 1', 'c 1', 'c 2']);
  const tokenOf = (prefix: string) => documents.list(noteKind, poolId, { limit: 1, prefix }).nextToken;
  expect(documents.list(noteKind, poolId, { limit: 9, prefix: 'b ', after: tokenOf('a ') }).items).toEqual([
    'b 1',
  ]);
  expect(documents.list(noteKind, poolId, { limit: 9, prefix: 'b ', after: tokenOf('c ') }).items).toEqual(
    [],
  );
});

it('keeps kinds and pools apart, and finds an id that is unique over all', () => {
  const store = openWithNotes(['a']);
  const other = documentKind<string>('other');
  store.documents.put(other, { poolId: 'p_2', id: 'a' }, 'of another kind');
  expect(store.documents.get(noteKind, poolId, 'a')).toBe('a');
  expect(store.documents.get(noteKind, 'p_2', 'a')).toBeUndefined();
  expect(store.documents.findById(other, 'a')).toEqual({ poolId: 'p_2', document: 'of another kind' });
  expect(store.documents.delete(noteKind, poolId, 'a')).toBe(true);
  expect(store.documents.delete(noteKind, poolId, 'a')).toBe(false);
});

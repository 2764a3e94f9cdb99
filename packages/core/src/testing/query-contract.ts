import { expect, it } from 'vitest';
import { compareKeys } from '../ports/key-order.ts';
import { overwrite, put, type Registry, remove } from '../ports/registry.ts';
import { copies, eventually, failure, makeNote, notes, readAll, uniqueText } from './notes.ts';

/** Order, ranges, pages and cursors, by partition and by index. */
export function queryContract(use: () => Registry): void {
  async function fill(box: string, names: readonly string[]): Promise<void> {
    await use().commit(
      names.map((name) => put(notes, makeNote(box, name, { shelf: { partition: box, sort: name } }))),
    );
  }

  const names = async (box: string, range: object = {}) =>
    (await use().query(notes, box, { limit: 100, ...range })).items.map((note) => note.name);
  const shelved = async (box: string, range: object = {}) =>
    (await use().queryIndex(notes, 'byShelf', box, { limit: 100, ...range })).items.map((note) => note.name);

  it('lists one partition of one kind, and nothing for a partition that is empty', async () => {
    const box = uniqueText();
    await fill(box, ['b', 'a']);
    await fill(`${box}x`, ['c']);
    await use().commit([put(copies, makeNote(box, 'd'))]);
    expect(await names(box)).toEqual(['a', 'b']);
    expect(await use().query(notes, uniqueText(), { limit: 10 })).toEqual({ items: [] });
    expect(await use().queryIndex(notes, 'byShelf', uniqueText(), { limit: 10 })).toEqual({ items: [] });
  });

  it('orders by code point, as bytes of UTF-8', async () => {
    const box = uniqueText();
    const ordered = [
      '!',
      '0',
      'A',
      'Z',
      'a',
      'a\0',
      'a!',
      'aa',
      'b',
      'é',
      'Ω',
      '中',
      '\ue000',
      'ﬀ',
      '\uffff',
      '😀',
      '🦊',
    ];
    await fill(box, ordered.toReversed());
    expect(await names(box)).toEqual(ordered);
    expect(ordered.toSorted(compareKeys)).toEqual(ordered);
    await eventually(async () => expect(await shelved(box)).toEqual(ordered));
  });

  it('narrows by prefix, inclusive lower and inclusive upper bound, and all of them together', async () => {
    const box = uniqueText();
    await fill(box, ['a', 'a/1', 'a/2', 'a/3', 'a0', 'b', 'b/1']);
    const cases: [object, string[]][] = [
      [{ prefix: 'a/' }, ['a/1', 'a/2', 'a/3']],
      [{ prefix: 'a' }, ['a', 'a/1', 'a/2', 'a/3', 'a0']],
      [{ prefix: '' }, ['a', 'a/1', 'a/2', 'a/3', 'a0', 'b', 'b/1']],
      [{ prefix: 'c' }, []],
      [{ from: 'a/2' }, ['a/2', 'a/3', 'a0', 'b', 'b/1']],
      [{ to: 'a/2' }, ['a', 'a/1', 'a/2']],
      [{ from: 'a/2', to: 'b' }, ['a/2', 'a/3', 'a0', 'b']],
      [{ from: 'b', to: 'a' }, []],
      [{ prefix: 'a/', from: 'a/2' }, ['a/2', 'a/3']],
      [{ prefix: 'a/', to: 'a/2' }, ['a/1', 'a/2']],
      [{ prefix: 'a/', from: 'a', to: 'b' }, ['a/1', 'a/2', 'a/3']],
      [{ prefix: 'b', to: 'a' }, []],
    ];
    for (const [range, expected] of cases) {
      expect(await names(box, range), JSON.stringify(range)).toEqual(expected);
      await eventually(async () => expect(await shelved(box, range)).toEqual(expected));
    }
  });

  it('takes wildcards and the last code point in a prefix for themselves', async () => {
    const box = uniqueText();
    await fill(box, ['%', '_', '*', 'a%b', '\u{10ffff}', '\u{10ffff}\u{10ffff}a', '\ud7ff!', '\ue000']);
    expect(await names(box, { prefix: '%' })).toEqual(['%']);
    expect(await names(box, { prefix: '_' })).toEqual(['_']);
    expect(await names(box, { prefix: '\u{10ffff}' })).toEqual(['\u{10ffff}', '\u{10ffff}\u{10ffff}a']);
    expect(await names(box, { prefix: '\ud7ff' })).toEqual(['\ud7ff!']);
  });

  it('pages through a partition and an index without repeating or losing a record', async () => {
    const box = uniqueText();
    const all = Array.from({ length: 10 }, (_, i) => `n${i}`);
    await fill(box, all);
    for (const limit of [1, 3, 5, 10, 11]) {
      const byKey = await readAll((options) => use().query(notes, box, options), { limit });
      expect(byKey.map((note) => note.name)).toEqual(all);
      await eventually(async () => {
        const byShelf = await readAll((options) => use().queryIndex(notes, 'byShelf', box, options), {
          limit,
        });
        expect(byShelf.map((note) => note.name)).toEqual(all);
      });
    }
    const inRange = await readAll((options) => use().query(notes, box, options), {
      limit: 2,
      from: 'n2',
      to: 'n6',
    });
    expect(inRange.map((note) => note.name)).toEqual(['n2', 'n3', 'n4', 'n5', 'n6']);
  });

  it('fills every page but the last and gives no cursor when nothing follows', async () => {
    const box = uniqueText();
    await fill(box, ['a', 'b', 'c', 'd']);
    const first = await use().query(notes, box, { limit: 2 });
    expect(first.items).toHaveLength(2);
    const second = await use().query(notes, box, { limit: 2, cursor: first.cursor });
    expect(second.items.map((note) => note.name)).toEqual(['c', 'd']);
    expect(second).not.toHaveProperty('cursor');
  });

  it('continues at the same place while records are added, changed and removed', async () => {
    const box = uniqueText();
    await fill(box, ['b', 'd', 'f', 'h']);
    const { cursor } = await use().query(notes, box, { limit: 2 });
    await use().commit([
      put(notes, makeNote(box, 'a')),
      put(notes, makeNote(box, 'c')),
      put(notes, makeNote(box, 'e')),
      remove(notes, makeNote(box, 'd')),
      overwrite(notes, makeNote(box, 'f', { text: 'changed' })),
    ]);
    const rest = await use().query(notes, box, { limit: 10, cursor });
    expect(rest.items.map((note) => note.name)).toEqual(['e', 'f', 'h']);
    expect(rest.items[1]?.text).toBe('changed');
  });

  it('lists records with equal index sort values all, once, on pages of any size', async () => {
    const box = uniqueText();
    const shelf = { partition: box, sort: 'same' };
    const all = ['a', 'b', 'c', 'd', 'e'];
    await use().commit(all.map((name) => put(notes, makeNote(`${box}/${name}`, name, { shelf }))));
    for (const limit of [1, 2, 5]) {
      await eventually(async () => {
        const found = await readAll((options) => use().queryIndex(notes, 'byShelf', box, options), { limit });
        expect(found.map((note) => note.name).toSorted()).toEqual(all);
      });
    }
  });

  it('moves a record in its index and takes it out', async () => {
    const [box, left, right] = [uniqueText(), uniqueText(), uniqueText()];
    const at = (partition: string) => ({ shelf: { partition, sort: 's' } });
    await use().commit([
      put(notes, makeNote(box, 'a', at(left))),
      put(notes, makeNote(box, 'b', at(left))),
      put(notes, makeNote(box, 'c', at(left))),
    ]);
    await eventually(async () => expect(await shelved(left)).toHaveLength(3));
    await use().commit([
      put(notes, makeNote(box, 'a', { ...at(right), version: 1 })),
      overwrite(notes, makeNote(box, 'b')),
      remove(notes, makeNote(box, 'c', { version: 1 })),
    ]);
    await eventually(async () => expect(await shelved(left)).toEqual([]));
    await eventually(async () => expect(await shelved(right)).toEqual(['a']));
    const [moved] = (await use().queryIndex(notes, 'byShelf', right, { limit: 1 })).items;
    expect(moved).toEqual({ ...makeNote(box, 'a', at(right)), version: 2 });
  });

  it('refuses an index that the collection does not have', async () => {
    await failure('invalid_request', use().queryIndex(notes, 'byNothing', 'x', { limit: 1 }));
    await failure('invalid_request', use().queryIndex(notes, 'toString', 'x', { limit: 1 }));
  });

  it('refuses a limit that is not a whole number from 1 to 1,000', async () => {
    for (const limit of [0, -1, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await failure('invalid_request', use().query(notes, 'x', { limit }));
      await failure('invalid_request', use().queryIndex(notes, 'byShelf', 'x', { limit }));
    }
  });

  it('refuses a cursor that was changed, made up or given by another query', async () => {
    const box = uniqueText();
    await fill(box, ['a', 'b', 'c']);
    await fill(`${box}x`, ['a', 'b', 'c']);
    const { cursor } = await use().query(notes, box, { limit: 1 });
    expect(cursor).toBeDefined();
    const text = cursor as string;
    const changed = [...text].map(
      (character, i) => `${text.slice(0, i)}${character === 'A' ? 'B' : 'A'}${text.slice(i + 1)}`,
    );
    const forged = [
      ...changed,
      '',
      'a',
      `${text}.`,
      `${text} `,
      text.slice(1),
      text.slice(0, -1),
      `${text}${text}`,
    ];
    for (const bad of forged)
      await failure('invalid_request', use().query(notes, box, { limit: 1, cursor: bad }));
    await failure('invalid_request', use().query(notes, `${box}x`, { limit: 1, cursor: text }));
    await failure('invalid_request', use().query(copies, box, { limit: 1, cursor: text }));
    await failure('invalid_request', use().queryIndex(notes, 'byShelf', box, { limit: 1, cursor: text }));
    expect((await use().query(notes, box, { limit: 1, cursor: text })).items[0]?.name).toBe('b');
  });
}

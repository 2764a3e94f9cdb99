import { expect, it } from 'vitest';
import { MAX_COMMIT_BYTES, MAX_KEY_BYTES, MAX_RECORD_BYTES } from '../ports/plan.ts';
import { put, type Registry } from '../ports/registry.ts';
import { eventually, failure, makeNote, notes, uniqueText } from './notes.ts';

const hostile = [
  'a/b',
  'a//b',
  '/',
  '..',
  'a#b',
  'a|b',
  'a:b',
  "'; DROP TABLE records; --",
  '"',
  '\\',
  '%',
  '\0',
  'a\0',
  'a\0b',
  '\n',
  ' ',
  ' a ',
  '😀',
  'é',
  'e\u0301',
  '\ufeff',
  '\ufffd',
  '__proto__',
  'constructor',
  '[object Object]',
  'undefined',
  'null',
];

/** Which keys and records are kept, and that they come back as they went in. */
export function valueContract(use: () => Registry): void {
  it('keeps hostile partitions, sort values, unique values and index entries apart', async () => {
    const box = uniqueText();
    const all = hostile.map((text) =>
      makeNote(`${box}${text}`, text, {
        codes: [`${box}${text}`],
        shelf: { partition: `${box}shelf`, sort: text },
      }),
    );
    for (let i = 0; i < all.length; i += 20)
      await use().commit(all.slice(i, i + 20).map((note) => put(notes, note)));
    for (const note of all) {
      const stored = { ...note, version: 1 };
      expect(await use().get(notes, note.box, note.name)).toEqual(stored);
      expect(await use().getByUnique(notes, note.box)).toEqual(stored);
      expect((await use().query(notes, note.box, { limit: 2 })).items).toEqual([stored]);
      const ofSort = { limit: 2, from: note.name, to: note.name };
      await eventually(async () =>
        expect((await use().queryIndex(notes, 'byShelf', `${box}shelf`, ofSort)).items).toEqual([stored]),
      );
    }
  });

  it('does not confuse keys whose parts join to the same text', async () => {
    const box = uniqueText();
    await use().commit([put(notes, makeNote(`${box}/a`, 'b/c')), put(notes, makeNote(`${box}/a/b`, 'c'))]);
    expect((await use().get(notes, `${box}/a`, 'b/c'))?.name).toBe('b/c');
    expect((await use().get(notes, `${box}/a/b`, 'c'))?.name).toBe('c');
    expect(await use().get(notes, box, 'a/b/c')).toBeUndefined();
  });

  it('takes keys of the greatest length and tells them apart by their last byte', async () => {
    const box = uniqueText().padEnd(MAX_KEY_BYTES - 1, 'k');
    const long = (last: string) =>
      makeNote(`${box}${last}`, `${box}${last}`, {
        codes: [`${box}${last}`],
        shelf: { partition: `${box}s`, sort: `${box}${last}` },
      });
    await use().commit([put(notes, long('1')), put(notes, long('2'))]);
    expect((await use().get(notes, `${box}2`, `${box}2`))?.name).toBe(`${box}2`);
    expect((await use().getByUnique(notes, `${box}1`))?.name).toBe(`${box}1`);
    await eventually(async () => {
      const page = await use().queryIndex(notes, 'byShelf', `${box}s`, { limit: 1 });
      expect(page.items[0]?.name).toBe(`${box}1`);
      expect(page.cursor).toBeDefined();
      const next = await use().queryIndex(notes, 'byShelf', `${box}s`, { limit: 1, cursor: page.cursor });
      expect(next.items[0]?.name).toBe(`${box}2`);
    });
  });

  it('refuses to store keys that are empty, too long or not well-formed, and finds nothing under them', async () => {
    const box = uniqueText();
    const impossible = [
      '',
      'x'.repeat(MAX_KEY_BYTES + 1),
      'é'.repeat(MAX_KEY_BYTES / 2 + 1),
      'a\ud800',
      '\udc00',
    ];
    await use().commit([put(notes, makeNote(box, 'a\ufffd', { codes: [`${box}\ufffd`] }))]);
    for (const bad of impossible) {
      const attempts = [
        makeNote(bad, 'a'),
        makeNote(box, bad),
        makeNote(box, 'a', { codes: [bad] }),
        makeNote(box, 'a', { shelf: { partition: bad, sort: 'a' } }),
        makeNote(box, 'a', { shelf: { partition: box, sort: bad } }),
      ];
      for (const note of attempts) await failure('invalid_request', use().commit([put(notes, note)]));
      expect(await use().get(notes, bad, 'a')).toBeUndefined();
      expect(await use().get(notes, box, bad)).toBeUndefined();
      expect(await use().getByUnique(notes, bad)).toBeUndefined();
      expect(await use().query(notes, bad, { limit: 1 })).toEqual({ items: [] });
    }
    expect(await use().getByUnique(notes, `${box}\ud800`)).toBeUndefined();
  });

  it('gives back what JSON can hold, unchanged', async () => {
    const box = uniqueText();
    const text = 'line\nbreak \0 \u2028 "quoted" \\ 😀 \ud800 é e\u0301';
    const values = {
      numbers: [0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER],
      flags: [true, false, null],
      nested: { deep: { empty: {}, list: [[], ['']], 'key with space': '' } },
    };
    const note = { ...makeNote(box, 'a', { text }), ...values };
    await use().commit([put(notes, note)]);
    expect(await use().get(notes, box, 'a')).toEqual({ ...note, version: 1 });
  });

  it('gives every reader an object of its own', async () => {
    const box = uniqueText();
    const note = makeNote(box, 'a', { codes: [box] });
    await use().commit([put(notes, note)]);
    note.codes.push('changed after the commit');
    for (let i = 0; i < 2; i++) {
      const read = await use().get(notes, box, 'a');
      expect(read?.codes).toEqual([box]);
      read?.codes.push('changed after the read');
      const [listed] = (await use().query(notes, box, { limit: 1 })).items;
      expect(listed?.codes).toEqual([box]);
      listed?.codes.push('changed after the query');
    }
  });

  it('stores large records up to the limit and refuses larger ones and larger commits', async () => {
    const box = uniqueText();
    const room = MAX_RECORD_BYTES - 1000;
    const large = makeNote(box, 'large', { text: 'x'.repeat(room), shelf: { partition: box, sort: 'l' } });
    await use().commit([put(notes, large)]);
    expect((await use().get(notes, box, 'large'))?.text).toHaveLength(room);
    await failure(
      'invalid_request',
      use().commit([put(notes, makeNote(box, 'too-large', { text: '😀'.repeat(MAX_RECORD_BYTES / 4) }))]),
    );
    const count = Math.ceil(MAX_COMMIT_BYTES / room);
    const many = Array.from({ length: count }, (_, i) => makeNote(box, `many${i}`, { text: large.text }));
    await failure('invalid_request', use().commit(many.map((note) => put(notes, note))));
    expect((await use().query(notes, box, { limit: 10 })).items).toHaveLength(1);
    await use().commit(many.slice(1).map((note) => put(notes, note)));
    expect((await use().query(notes, box, { limit: 100 })).items).toHaveLength(count);
  });

  it('refuses a version that is not a whole number from 0', async () => {
    for (const version of [-1, 1.5, Number.NaN]) {
      await failure('invalid_request', use().commit([put(notes, makeNote(uniqueText(), 'a', { version }))]));
    }
  });

  it('may be closed twice and fails afterwards', async () => {
    await use().close();
    await use().close();
    await expect(use().get(notes, 'a', 'b')).rejects.toThrow();
    await expect(use().commit([put(notes, makeNote(uniqueText(), 'a'))])).rejects.toThrow();
  });
}

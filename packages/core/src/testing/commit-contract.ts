import { expect, it } from 'vitest';
import { expectVersion, MAX_CHANGES, overwrite, put, type Registry, remove } from '../ports/registry.ts';
import { copies, eventually, failure, makeNote, notes, uniqueText } from './notes.ts';

/** Atomicity, versions and unique values. */
export function commitContract(use: () => Registry): void {
  it('stores a record as version 1 and counts up with every put', async () => {
    const box = uniqueText();
    const note = makeNote(box, 'a');
    await use().commit([put(notes, note)]);
    expect(note.version).toBe(0);
    expect(await use().get(notes, box, 'a')).toEqual({ ...note, version: 1 });
    await use().commit([put(notes, { ...note, text: 'changed', version: 1 })]);
    expect(await use().get(notes, box, 'a')).toEqual({ ...note, text: 'changed', version: 2 });
  });

  it('answers undefined for a record and a unique value that do not exist', async () => {
    expect(await use().get(notes, uniqueText(), 'a')).toBeUndefined();
    expect(await use().getByUnique(notes, uniqueText())).toBeUndefined();
  });

  it('refuses a put with a version other than the stored one, and says which record', async () => {
    const box = uniqueText();
    const missing = await failure(
      'version_conflict',
      use().commit([put(notes, makeNote(box, 'a', { version: 1 }))]),
    );
    expect(missing.details).toEqual({
      collection: notes.name,
      key: { partition: box, sort: 'a' },
      expected: 1,
      actual: 0,
    });
    await use().commit([put(notes, makeNote(box, 'a'))]);
    await failure('version_conflict', use().commit([put(notes, makeNote(box, 'a', { text: 'again' }))]));
    await failure('version_conflict', use().commit([put(notes, makeNote(box, 'a', { version: 2 }))]));
    expect(await use().get(notes, box, 'a')).toEqual({ ...makeNote(box, 'a'), version: 1 });
  });

  it('overwrites whatever stands there and still counts versions up', async () => {
    const box = uniqueText();
    await use().commit([overwrite(notes, makeNote(box, 'a', { version: 7 }))]);
    expect((await use().get(notes, box, 'a'))?.version).toBe(1);
    await use().commit([overwrite(notes, makeNote(box, 'a', { text: 'second' }))]);
    expect(await use().get(notes, box, 'a')).toEqual({
      ...makeNote(box, 'a', { text: 'second' }),
      version: 2,
    });
    await failure('version_conflict', use().commit([put(notes, makeNote(box, 'a', { version: 1 }))]));
  });

  it('removes a record of the given version, of any version for 0, and nothing without complaint', async () => {
    const box = uniqueText();
    await use().commit([put(notes, makeNote(box, 'a')), put(notes, makeNote(box, 'b'))]);
    await failure('version_conflict', use().commit([remove(notes, makeNote(box, 'a', { version: 2 }))]));
    await use().commit([
      remove(notes, makeNote(box, 'a', { version: 1 })),
      remove(notes, makeNote(box, 'b')),
      remove(notes, makeNote(box, 'c')),
    ]);
    expect((await use().query(notes, box, { limit: 10 })).items).toEqual([]);
    await failure('version_conflict', use().commit([remove(notes, makeNote(box, 'a', { version: 1 }))]));
    await use().commit([put(notes, makeNote(box, 'a'))]);
    expect((await use().get(notes, box, 'a'))?.version).toBe(1);
  });

  it('commits only while other records have the expected versions', async () => {
    const box = uniqueText();
    await use().commit([put(notes, makeNote(box, 'guard'))]);
    const guard = (version: number) => expectVersion(notes, { partition: box, sort: 'guard', version });
    const absent = (version: number) => expectVersion(notes, { partition: box, sort: 'absent', version });
    await failure('version_conflict', use().commit([put(notes, makeNote(box, 'a')), guard(0)]));
    await failure('version_conflict', use().commit([put(notes, makeNote(box, 'a')), guard(2)]));
    await failure('version_conflict', use().commit([put(notes, makeNote(box, 'a')), absent(1)]));
    expect(await use().get(notes, box, 'a')).toBeUndefined();
    await use().commit([put(notes, makeNote(box, 'a')), guard(1), absent(0)]);
    expect(await use().get(notes, box, 'a')).toBeDefined();
    expect((await use().get(notes, box, 'guard'))?.version).toBe(1);
  });

  it('leaves nothing of a commit in which one change fails', async () => {
    const box = uniqueText();
    const code = uniqueText();
    const shelf = { partition: box, sort: 's' };
    const kept = makeNote(box, 'kept', { codes: [code], shelf });
    await use().commit([put(notes, kept)]);
    await failure(
      'version_conflict',
      use().commit([
        put(notes, makeNote(box, 'new', { codes: [`${code}-new`], shelf })),
        overwrite(notes, makeNote(box, 'kept', { text: 'lost', codes: [] })),
        put(notes, makeNote(box, 'z', { version: 1 })),
      ]),
    );
    await failure(
      'unique_taken',
      use().commit([put(notes, makeNote(box, 'new', { codes: [`${code}-new`, code] }))]),
    );
    expect((await use().query(notes, box, { limit: 10 })).items).toEqual([{ ...kept, version: 1 }]);
    await eventually(async () => {
      const shelved = await use().queryIndex(notes, 'byShelf', box, { limit: 10 });
      expect(shelved.items).toEqual([{ ...kept, version: 1 }]);
    });
    expect(await use().getByUnique(notes, code)).toEqual({ ...kept, version: 1 });
    expect(await use().getByUnique(notes, `${code}-new`)).toBeUndefined();
  });

  it('finds a record by each of its unique values and refuses them to others of its kind only', async () => {
    const box = uniqueText();
    const [one, two] = [uniqueText(), uniqueText()];
    await use().commit([put(notes, makeNote(box, 'a', { codes: [one, two, one] }))]);
    expect((await use().getByUnique(notes, one))?.name).toBe('a');
    expect((await use().getByUnique(notes, two))?.name).toBe('a');
    const taken = await failure(
      'unique_taken',
      use().commit([put(notes, makeNote(box, 'b', { codes: [two] }))]),
    );
    expect(taken.details).toEqual({ collection: notes.name, value: two });
    expect(taken.message).not.toContain(two);
    await failure('unique_taken', use().commit([overwrite(notes, makeNote(box, 'b', { codes: [two] }))]));
    await use().commit([put(copies, makeNote(box, 'b', { codes: [two] }))]);
    expect((await use().getByUnique(copies, two))?.name).toBe('b');
  });

  it('refuses one unique value to two records of one commit', async () => {
    const box = uniqueText();
    const codes = [uniqueText()];
    await failure(
      'unique_taken',
      use().commit([put(notes, makeNote(box, 'a', { codes })), put(notes, makeNote(box, 'b', { codes }))]),
    );
    expect((await use().query(notes, box, { limit: 10 })).items).toEqual([]);
  });

  it('swaps unique values between two records in one commit', async () => {
    const box = uniqueText();
    const [x, y] = [uniqueText(), uniqueText()];
    await use().commit([
      put(notes, makeNote(box, 'a', { codes: [x] })),
      put(notes, makeNote(box, 'b', { codes: [y] })),
    ]);
    await use().commit([
      put(notes, makeNote(box, 'a', { codes: [y], version: 1 })),
      put(notes, makeNote(box, 'b', { codes: [x], version: 1 })),
    ]);
    expect((await use().getByUnique(notes, x))?.name).toBe('b');
    expect((await use().getByUnique(notes, y))?.name).toBe('a');
  });

  it('frees unique values that a record gives up or that leave with it, in the same commit too', async () => {
    const box = uniqueText();
    const [x, y, z] = [uniqueText(), uniqueText(), uniqueText()];
    await use().commit([put(notes, makeNote(box, 'a', { codes: [x, y, z] }))]);
    await use().commit([put(notes, makeNote(box, 'a', { codes: [x, y], version: 1 }))]);
    expect(await use().getByUnique(notes, z)).toBeUndefined();
    await use().commit([overwrite(notes, makeNote(box, 'a', { codes: [x] }))]);
    expect(await use().getByUnique(notes, y)).toBeUndefined();
    await use().commit([
      put(notes, makeNote(box, 'b', { codes: [x, y, z] })),
      remove(notes, makeNote(box, 'a', { version: 3 })),
    ]);
    for (const code of [x, y, z]) expect((await use().getByUnique(notes, code))?.name).toBe('b');
  });

  it('reports the version conflict when a commit also takes a unique value', async () => {
    const box = uniqueText();
    const codes = [uniqueText()];
    await use().commit([put(notes, makeNote(box, 'a', { codes }))]);
    await failure(
      'version_conflict',
      use().commit([
        put(notes, makeNote(box, 'b', { codes })),
        put(notes, makeNote(box, 'c', { version: 4 })),
      ]),
    );
  });

  it('takes the most changes a commit may hold and refuses none and more', async () => {
    const box = uniqueText();
    const changes = Array.from({ length: MAX_CHANGES }, (_, i) => put(notes, makeNote(box, `n${i}`)));
    await use().commit(changes);
    expect((await use().query(notes, box, { limit: 200 })).items).toHaveLength(MAX_CHANGES);
    await failure('invalid_request', use().commit([]));
    await failure('invalid_request', use().commit([...changes, put(notes, makeNote(box, 'more'))]));
    await failure(
      'invalid_request',
      use().commit([...changes.slice(1), put(notes, makeNote(box, 'more', { codes: [uniqueText()] }))]),
    );
    expect(await use().get(notes, box, 'more')).toBeUndefined();
  });

  it('refuses to change or expect one record twice in a commit, but not records of two kinds', async () => {
    const box = uniqueText();
    const note = makeNote(box, 'a');
    await failure('invalid_request', use().commit([put(notes, note), overwrite(notes, note)]));
    await failure('invalid_request', use().commit([put(notes, note), remove(notes, note)]));
    await failure(
      'invalid_request',
      use().commit([put(notes, note), expectVersion(notes, { partition: box, sort: 'a', version: 0 })]),
    );
    expect(await use().get(notes, box, 'a')).toBeUndefined();
    await use().commit([put(notes, note), put(copies, note)]);
    expect(await use().get(copies, box, 'a')).toBeDefined();
  });

  it('lets exactly one of many concurrent commits on one record win', async () => {
    const box = uniqueText();
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => use().commit([put(notes, makeNote(box, 'a', { text: `${i}` }))])),
    );
    expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'version_conflict' });
    }
    const winner = attempts.findIndex((attempt) => attempt.status === 'fulfilled');
    expect(await use().get(notes, box, 'a')).toMatchObject({ text: `${winner}`, version: 1 });
  });

  it('lets exactly one of many concurrent commits take a unique value', async () => {
    const box = uniqueText();
    const codes = [uniqueText()];
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => use().commit([put(notes, makeNote(box, `n${i}`, { codes }))])),
    );
    expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'unique_taken' });
    }
    expect((await use().query(notes, box, { limit: 10 })).items).toHaveLength(1);
  });

  it('carries out every one of many concurrent overwrites', async () => {
    const box = uniqueText();
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        use().commit([overwrite(notes, makeNote(box, 'a', { text: `${i}` }))]),
      ),
    );
    expect((await use().get(notes, box, 'a'))?.version).toBe(8);
  });
}

import { describe, expect, it } from 'vitest';
import { copies, makeNote, notes } from '../testing/notes.ts';
import { planCommit, planQuery } from './plan.ts';
import { expectVersion, put, remove } from './registry.ts';

describe('planning', () => {
  it('resolves keys, unique values and index entries, and keeps the version out of the JSON', () => {
    const note = makeNote('box', 'a', {
      codes: ['x', 'y', 'x'],
      shelf: { partition: 's', sort: '1' },
      version: 3,
    });
    const [planned] = planCommit([put(notes, note)]);
    expect(planned).toEqual({
      kind: 'put',
      collection: notes.name,
      partition: 'box',
      sort: 'a',
      version: 3,
      json: expect.any(String),
      unique: ['x', 'y'],
      indexes: [{ name: 'byShelf', partition: 's', sort: '1' }],
    });
    const { version: _, ...rest } = note;
    expect(planned && 'json' in planned && JSON.parse(planned.json)).toEqual(rest);
  });

  it('leaves out of an index what does not stand in it', () => {
    expect(planCommit([put(notes, makeNote('box', 'a'))])).toMatchObject([{ indexes: [] }]);
  });

  it('plans a removal by key alone and an expectation as it is', () => {
    const note = makeNote('box', 'a', { codes: ['x'], version: 2 });
    expect(
      planCommit([remove(notes, note), expectVersion(copies, { partition: 'p', sort: 's', version: 0 })]),
    ).toEqual([
      { kind: 'remove', collection: notes.name, partition: 'box', sort: 'a', version: 2 },
      { kind: 'expect', collection: copies.name, partition: 'p', sort: 's', version: 0 },
    ]);
  });

  it('does not show a key in a message: it may be an e-mail', () => {
    const hidden = `${'a'.repeat(2000)}@example.com`;
    expect(() => planCommit([put(notes, makeNote('box', 'a', { codes: [hidden] }))])).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('example.com') }),
    );
  });

  it.each([
    [{}, '', undefined],
    [{ prefix: 'a' }, 'a', { value: 'b', isInclusive: false }],
    [{ prefix: 'a', to: 'b' }, 'a', { value: 'b', isInclusive: false }],
    [{ prefix: 'a', to: 'az' }, 'a', { value: 'az', isInclusive: true }],
    [{ prefix: 'a', from: 'ab', to: 'c' }, 'ab', { value: 'b', isInclusive: false }],
    [{ prefix: '\u{10ffff}', to: 'x' }, '\u{10ffff}', { value: 'x', isInclusive: true }],
    [{ from: 'ﬀ', prefix: '😀' }, '😀', { value: '😁', isInclusive: false }],
    [{ to: '' }, '', { value: '', isInclusive: true }],
  ])('makes one range of %j', (options, from, to) => {
    expect(planQuery({ limit: 5, ...options })).toEqual({ limit: 5, cursor: undefined, from, to });
  });

  it('refuses bounds that are not well-formed', () => {
    for (const bad of [{ prefix: '\ud800' }, { from: '\udc00' }, { to: 'a\ud800' }]) {
      expect(() => planQuery({ limit: 1, ...bad })).toThrow(
        expect.objectContaining({ code: 'invalid_request' }),
      );
    }
  });
});

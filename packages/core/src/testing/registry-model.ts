import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCohabitError } from '../errors.ts';
import { compareKeys } from '../ports/key-order.ts';
import { type Change, expectVersion, overwrite, put, type Registry, remove } from '../ports/registry.ts';
import { eventually, makeNote, type Note, notes, readAll, uniqueText } from './notes.ts';

const boxes = ['p', 'p/q'];
const names = ['a', 'b', '😀', 'ﬀ'];
const codes = ['x', 'y', 'z'];
const shelves = ['s', 't'];

/** One change as drawn: `age` chooses the version relative to the one that stands there. */
interface Step {
  kind: 'put' | 'overwrite' | 'remove' | 'expect';
  box: string;
  name: string;
  codes: string[];
  shelf: string | undefined;
  age: 'current' | 'zero' | 'wrong';
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('put', 'put', 'overwrite', 'remove', 'expect'),
  box: fc.constantFrom(...boxes),
  name: fc.constantFrom(...names),
  codes: fc.subarray(codes, { maxLength: 2 }),
  shelf: fc.constantFrom(undefined, ...shelves),
  age: fc.constantFrom('current', 'current', 'current', 'current', 'zero', 'wrong'),
});

/** What a registry should be, as plainly as it can be said. */
type Model = Map<string, Note>;

const keyOf = (space: string, { box, name }: Step) => JSON.stringify([`${space}${box}`, name]);

function versionOf(model: Model, space: string, drawn: Step): number {
  const current = model.get(keyOf(space, drawn))?.version ?? 0;
  return drawn.age === 'current' ? current : drawn.age === 'zero' ? 0 : current + 1;
}

function noteOf(space: string, drawn: Step, version: number): Note {
  const { box, name, shelf } = drawn;
  return makeNote(`${space}${box}`, name, {
    codes: drawn.codes.map((code) => `${space}${code}`),
    ...(shelf && { shelf: { partition: `${space}${shelf}`, sort: name } }),
    version,
  });
}

function toChange(space: string, drawn: Step, version: number): Change {
  const note = noteOf(space, drawn, version);
  if (drawn.kind === 'expect') return expectVersion(notes, { partition: note.box, sort: note.name, version });
  return { put, overwrite, remove }[drawn.kind](notes, note);
}

/** The next state, or the code of the error. */
function commitToModel(model: Model, space: string, steps: Step[], versions: number[]): Model | string {
  const keys = steps.map((drawn) => keyOf(space, drawn));
  if (new Set(keys).size < keys.length) return 'invalid_request';
  const next = new Map(model);
  for (const [i, drawn] of steps.entries()) {
    const key = keys[i] as string;
    const version = versions[i] as number;
    const current = model.get(key)?.version ?? 0;
    const isAny = drawn.kind === 'overwrite' || (drawn.kind === 'remove' && version === 0);
    if (!isAny && version !== current) return 'version_conflict';
    if (drawn.kind === 'remove') next.delete(key);
    if (drawn.kind === 'put' || drawn.kind === 'overwrite') next.set(key, noteOf(space, drawn, current + 1));
  }
  const held = [...next.values()].flatMap((note) => note.codes);
  return new Set(held).size < held.length ? 'unique_taken' : next;
}

async function expectSame(registry: Registry, model: Model, space: string): Promise<void> {
  const all = [...model.values()].toSorted((a, b) => compareKeys(a.name, b.name));
  for (const box of boxes.map((text) => `${space}${text}`)) {
    const expected = all.filter((note) => note.box === box);
    for (const name of names) {
      expect(await registry.get(notes, box, name)).toEqual(expected.find((note) => note.name === name));
    }
    expect(await readAll((options) => registry.query(notes, box, options), { limit: 2 })).toEqual(expected);
  }
  for (const code of codes.map((text) => `${space}${text}`)) {
    expect(await registry.getByUnique(notes, code)).toEqual(all.find((note) => note.codes.includes(code)));
  }
  for (const shelf of shelves.map((text) => `${space}${text}`)) {
    const byKey = (a: Note, b: Note) => compareKeys(a.name, b.name) || compareKeys(a.box, b.box);
    const expected = all.filter((note) => note.shelf?.partition === shelf).toSorted(byKey);
    await eventually(async () => {
      const found = await readAll((options) => registry.queryIndex(notes, 'byShelf', shelf, options), {
        limit: 2,
      });
      expect(found.map((note) => note.name)).toEqual(expected.map((note) => note.name));
      expect(found.toSorted(byKey)).toEqual(expected);
    });
  }
}

/** Random commits against a Map: same outcome of every commit, same records in the end. */
export function modelContract(use: () => Registry): void {
  it('does what a plain Map would do for any sequence of commits', async () => {
    const outcomes = new Map<string, number>();
    const commits = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(commits, async (sequence) => {
        const space = uniqueText();
        let model: Model = new Map();
        for (const steps of sequence) {
          const versions = steps.map((drawn) => versionOf(model, space, drawn));
          const next = commitToModel(model, space, steps, versions);
          const outcome = await use()
            .commit(steps.map((drawn, i) => toChange(space, drawn, versions[i] as number)))
            .then(
              () => 'done',
              (error: unknown) => (isCohabitError(error) ? error.code : String(error)),
            );
          expect(outcome).toBe(typeof next === 'string' ? next : 'done');
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
          if (typeof next !== 'string') model = next;
        }
        await expectSame(use(), model, space);
      }),
      { numRuns: 50 },
    );
    expect([...outcomes.keys()].toSorted()).toEqual([
      'done',
      'invalid_request',
      'unique_taken',
      'version_conflict',
    ]);
  });
}

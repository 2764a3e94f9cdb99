import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';

/** A user as the naive model keeps it. */
interface Person {
  enabled: boolean;
  given_name: string | undefined;
}

type Pool = Map<string, Person>;

interface Filter {
  attribute: 'username' | 'given_name' | 'status';
  operator: '=' | '^=';
  value: string;
}

type Change =
  | { kind: 'create' | 'update'; name: string; given: string }
  | { kind: 'clear' | 'disable' | 'delete'; name: string };

/** Letters whose case changes their length or their script, and what SQL, regular expressions and filters quote with. */
const text = fc
  .array(fc.constantFrom(...'aAbBéÉßİı"\\%_*\'', '\u{1F600}', '\uFFFD', '\u{10FFFF}'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join(''));
const names = fc.constantFrom('a', 'A', 'aa', 'ab', 'b', 'é', 'É', '"', '%', '\u{1F600}');

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom('create', 'create', 'create', 'update'), name: names, given: text }),
  fc.record({ kind: fc.constantFrom('clear', 'disable', 'delete'), name: names }),
);

const filters: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    attribute: fc.constantFrom('username', 'given_name'),
    operator: fc.constantFrom('=', '^='),
    value: fc.oneof(text, names, fc.constant('')),
  }),
  fc.record({
    attribute: fc.constant('status'),
    operator: fc.constant('='),
    value: fc.constantFrom('Enabled', 'Disabled', 'disabled'),
  }),
);

const render = ({ attribute, operator, value }: Filter) =>
  `${attribute} ${operator} "${value.replace(/["\\]/g, '\\$&')}"`;

/** API reference, ListUsers, Filter: only usernames, `sub` and `status` are compared with regard to case. */
function matches([username, person]: [string, Person], { attribute, operator, value }: Filter): boolean {
  const fold = (part: string) => (attribute === 'given_name' ? part.toLowerCase() : part);
  const status = person.enabled ? 'Enabled' : 'Disabled';
  const actual = { username, status, given_name: person.given_name }[attribute];
  if (actual === undefined) return false;
  return operator === '=' ? fold(actual) === fold(value) : fold(actual).startsWith(fold(value));
}

it('lists what a naive model lists, page by page, after any changes', async () => {
  await using cognito = await startWithSdk();

  const startPool = async () => {
    const settings = { PoolName: 'model', UsernameConfiguration: { CaseSensitive: true } };
    const UserPoolId = (await cognito.send(new CreateUserPoolCommand(settings))).UserPool?.Id;
    const pool: Pool = new Map();
    const change = async (step: Change) => {
      const key = { UserPoolId, Username: step.name };
      const person = pool.get(step.name);
      if (step.kind === 'create') {
        if (person) return;
        const UserAttributes = [{ Name: 'given_name', Value: step.given }];
        await cognito.send(new AdminCreateUserCommand({ ...key, UserAttributes, MessageAction: 'SUPPRESS' }));
        pool.set(step.name, { enabled: true, given_name: step.given });
      }
      if (!person) return;
      if (step.kind === 'update') {
        const UserAttributes = [{ Name: 'given_name', Value: step.given }];
        await cognito.send(new AdminUpdateUserAttributesCommand({ ...key, UserAttributes }));
        pool.set(step.name, { ...person, given_name: step.given });
      } else if (step.kind === 'clear') {
        const UserAttributeNames = ['given_name'];
        await cognito.send(new AdminDeleteUserAttributesCommand({ ...key, UserAttributeNames }));
        pool.set(step.name, { ...person, given_name: undefined });
      } else if (step.kind === 'disable') {
        await cognito.send(new AdminDisableUserCommand(key));
        pool.set(step.name, { ...person, enabled: false });
      } else if (step.kind === 'delete') {
        await cognito.send(new AdminDeleteUserCommand(key));
        pool.delete(step.name);
      }
    };
    return { UserPoolId, pool, change };
  };

  /** Every page's usernames; `between` happens after each page but the last. */
  const walk = async (input: object, between = async () => {}) => {
    const pages: string[][] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await cognito.send(new ListUsersCommand({ ...input, PaginationToken } as never));
      pages.push((page.Users ?? []).map(({ Username }) => Username ?? ''));
      PaginationToken = page.PaginationToken;
      if (PaginationToken) await between();
    } while (PaginationToken);
    return pages;
  };

  await fc.assert(
    fc.asyncProperty(
      fc.array(changes, { minLength: 4, maxLength: 14 }),
      fc.array(filters, { minLength: 3, maxLength: 6 }),
      fc.array(changes, { maxLength: 3 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, wanted, meanwhile, Limit) => {
        const { UserPoolId, pool, change } = await startPool();
        for (const step of steps) await change(step);
        for (const filter of [undefined, ...wanted]) {
          const Filter = filter && render(filter);
          const pages = await walk({ UserPoolId, Filter, Limit });
          const expected = [...pool]
            .filter((entry) => !filter || matches(entry, filter))
            .map(([name]) => name);
          expect(pages.flat().sort()).toEqual(expected.sort());
          expect(pages.slice(0, -1).every((page) => page.length === Limit)).toBe(true);
        }
        const touched = new Set(meanwhile.map(({ name }) => name));
        const pages = await walk({ UserPoolId, Limit }, async () => {
          for (const step of meanwhile) await change(step);
        });
        const listed = pages.flat();
        expect(new Set(listed).size).toBe(listed.length);
        const untouched = (list: string[]) => list.filter((name) => !touched.has(name)).sort();
        expect(untouched(listed)).toEqual(untouched([...pool.keys()]));
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseUserFilter } from './user-filter.ts';

const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;

it('reads back any value that was quoted, and never more than one condition', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('=', '^='), (value, operator) => {
      expect(parseUserFilter(`email ${operator} ${quoted(value)}`)).toEqual({
        attribute: 'email',
        value,
        match: operator === '=' ? 'equals' : 'prefix',
      });
      expect(() => parseUserFilter(`email = ${quoted(value)} and sub = "x"`)).toThrow(
        'Error while parsing filter.',
      );
    }),
  );
});

it('takes an empty filter for none', () => {
  expect(parseUserFilter('  ')).toBeUndefined();
});

it('does not search attributes that Cognito does not search', () => {
  for (const attribute of ['custom:tenant_id', 'address', 'constructor']) {
    expect(() => parseUserFilter(`${attribute} = "x"`)).toThrow(`Invalid search attribute: ${attribute}`);
  }
});

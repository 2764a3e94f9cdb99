import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkPassword, type PasswordPolicy } from './policy.ts';

/** The developer guide's list, by code point: what stands between the letters and digits of ASCII, but for the space. */
const isSymbol = (code: number) =>
  (code > 32 && code < 48) ||
  (code > 57 && code < 65) ||
  (code > 90 && code < 97) ||
  (code > 122 && code < 127);

const characters = (password: string, is: (code: number) => boolean) =>
  Array.from(password, (character) => character.codePointAt(0) ?? 0).filter(is).length;

/** Every rule that a password breaks, in the order in which Cognito names them. */
function brokenRules(policy: PasswordPolicy, password: string): string[] {
  const needs: [wanted: boolean | undefined, text: string, is: (code: number) => boolean][] = [
    [policy.RequireUppercase, 'must have uppercase characters', (code) => code >= 65 && code <= 90],
    [policy.RequireLowercase, 'must have lowercase characters', (code) => code >= 97 && code <= 122],
    [policy.RequireNumbers, 'must have numeric characters', (code) => code >= 48 && code <= 57],
    [policy.RequireSymbols, 'must have symbol characters', isSymbol],
  ];
  const broken = needs
    .filter(([wanted, , is]) => wanted && characters(password, is) === 0)
    .map(([, text]) => text);
  return password.length < (policy.MinimumLength ?? 8) ? ['not long enough', ...broken] : broken;
}

const policies: fc.Arbitrary<PasswordPolicy> = fc.record(
  {
    MinimumLength: fc.integer({ min: 6, max: 20 }),
    RequireUppercase: fc.boolean(),
    RequireLowercase: fc.boolean(),
    RequireNumbers: fc.boolean(),
    RequireSymbols: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Few kinds of characters at a time, so that every rule is both kept and broken; letters that only look like ASCII too. */
const passwords = fc
  .subarray(['abyz', 'ABYZ', '0189', '!/:@[`{~ ', 'éÉßıſ٣５＋€', '\u{1F600}'])
  .chain((kinds) => fc.array(fc.constantFrom(...(kinds.join('') || 'x')), { maxLength: 24 }))
  .map((parts) => parts.join(''));

it('accepts exactly the passwords that keep every rule, and names the first that is broken', () => {
  const seen = { accepted: 0, refused: new Set<string>() };
  fc.assert(
    fc.property(policies, passwords, (policy, password) => {
      const [broken] = brokenRules(policy, password);
      const check = () => checkPassword(policy, password);
      if (broken === undefined) {
        check();
        seen.accepted += 1;
      } else {
        expect(check).toThrow(`Password did not conform with policy: Password ${broken}`);
        seen.refused.add(broken);
      }
    }),
    { numRuns: 5000 },
  );
  expect(seen.accepted).toBeGreaterThan(100);
  expect(seen.refused.size).toBe(5);
});

it('accepts more, never less, when a rule is dropped', () => {
  const accepts = (policy: PasswordPolicy, password: string) => {
    try {
      checkPassword(policy, password);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(policies, passwords, (policy, password) => {
      fc.pre(accepts(policy, password));
      const { MinimumLength = 8, ...rules } = policy;
      for (const rule of Object.keys(rules)) {
        expect(accepts({ ...policy, [rule]: false }, password)).toBe(true);
      }
      expect(accepts({ ...policy, MinimumLength: MinimumLength - 1 }, password)).toBe(true);
    }),
  );
});

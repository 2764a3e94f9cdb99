import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkPassword } from './policy.ts';
import { temporaryPassword } from './temporary-password.ts';

it('makes passwords that the policy accepts, whatever it asks', () => {
  const flag = fc.boolean();
  const policies = fc.record({
    MinimumLength: fc.integer({ min: 6, max: 99 }),
    RequireUppercase: flag,
    RequireLowercase: flag,
    RequireNumbers: flag,
    RequireSymbols: flag,
  });
  fc.assert(
    fc.property(policies, (policy) => {
      const password = temporaryPassword(policy);
      checkPassword(policy, password);
      expect(password).toMatch(/^\S{12,}$/);
    }),
  );
});

it('never makes the same password twice', () => {
  const passwords = Array.from({ length: 500 }, () => temporaryPassword({}));
  expect(new Set(passwords).size).toBe(500);
});

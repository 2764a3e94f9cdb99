import { describe, expect, it } from 'vitest';
import { computeSecretHash, isSecretHashValid } from './secret-hash.ts';

const input = { clientSecret: 's3cr3t', username: 'alice', clientId: '1example23456789' };
const hash = 'IMpPuFOEIbgZyOCkK5ZvTY2hXdhUUff9Wz0ungvQbF8=';

describe('SECRET_HASH', () => {
  it('agrees with the published check vector', () => {
    expect(computeSecretHash(input)).toBe(hash);
    expect(isSecretHashValid(hash, input)).toBe(true);
  });

  it('is valid for one user, client and secret only', () => {
    expect(isSecretHashValid(hash, { ...input, username: 'bob' })).toBe(false);
    expect(isSecretHashValid(hash, { ...input, clientId: '2example23456789' })).toBe(false);
    expect(isSecretHashValid(hash, { ...input, clientSecret: 'other' })).toBe(false);
    expect(isSecretHashValid('', input)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { computeVerifier } from '../crypto/srp.ts';
import { createPasswordCheck } from './password-check.ts';

const alice = { poolName: 'abcdefghi', userId: 'alice', password: 'Passw0rd!', salt: 'a1b2c3d4e5f6' };

describe('a password check', () => {
  it('accepts the right password the first time and again, and no other after it', () => {
    const check = createPasswordCheck();
    const verifier = computeVerifier(alice);
    expect([check(verifier, alice), check(verifier, alice)]).toEqual([true, true]);
    for (const wrong of ['passw0rd!', 'Passw0rd! ', '']) {
      expect(check(verifier, { ...alice, password: wrong })).toBe(false);
    }
    expect(check(verifier, alice)).toBe(true);
  });

  it('accepts nothing for a verifier that the password does not belong to, however often it was right elsewhere', () => {
    const check = createPasswordCheck();
    check(computeVerifier(alice), alice);
    const changed = computeVerifier({ ...alice, password: 'Another-1!' });
    expect(check(changed, alice)).toBe(false);
    expect(check(changed, { ...alice, password: 'Another-1!' })).toBe(true);
    expect(check(computeVerifier({ ...alice, userId: 'bob' }), alice)).toBe(false);
  });
});

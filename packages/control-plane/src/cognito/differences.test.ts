import { describe, expect, it } from 'vitest';
import { holds, merged } from './differences.ts';

describe('holds', () => {
  it('looks only at what is desired', () => {
    const observed = { A: 1, B: { C: ['x', 'y'], D: 'other' } };
    expect(holds(observed, { B: { C: ['y', 'x'] } })).toBe(true);
    expect(holds(observed, { B: { C: ['x'] } })).toBe(false);
    expect(holds(observed, { A: 2 })).toBe(false);
    expect(holds(observed, { E: undefined })).toBe(true);
    expect(holds(undefined, { A: 1 })).toBe(false);
  });

  it('compares lists of members as sets', () => {
    const one = { Name: 'verified_email', Priority: 1 };
    expect(holds([{ ...one, More: true }], [one])).toBe(true);
    expect(holds([{ ...one, Priority: 2 }], [one])).toBe(false);
    expect(holds([one, one], [one])).toBe(false);
  });
});

describe('merged', () => {
  it('keeps everything that is not desired, at any depth', () => {
    const observed = { LambdaConfig: { PreSignUp: 'theirs', PreAuthentication: 'old' }, Unknown: [1] };
    expect(merged(observed, { LambdaConfig: { PreAuthentication: 'ours' } })).toEqual({
      LambdaConfig: { PreSignUp: 'theirs', PreAuthentication: 'ours' },
      Unknown: [1],
    });
    expect(observed.LambdaConfig.PreAuthentication).toBe('old');
  });
});

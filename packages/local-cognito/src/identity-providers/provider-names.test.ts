import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolRecord } from '../storage/records.ts';
import { federatedUsername } from '../users/linked-identities.ts';
import { newProviderName } from './identity-provider.ts';

const pool = { pool: {} } as PoolRecord;
const letters = fc.constantFrom('a', 'b', '_', '-', '.', '1');
const names = fc
  .array(letters, { minLength: 3, maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((name) => newProviderName.safeParse(name).success);
const subjects = fc.array(letters, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));

describe('the names of identity providers', () => {
  it('keep the people of two providers apart, whatever their subjects are', async () => {
    await fc.assert(
      fc.property(names, subjects, names, subjects, (one, subject, other, otherSubject) => {
        fc.pre(one !== other);
        expect(federatedUsername(pool, one, subject)).not.toBe(federatedUsername(pool, other, otherSubject));
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(['acme_corp', 'acme_', '_acme', 'ac', 'a b', 'acme corp'])('are never like %j', (name) => {
    expect(newProviderName.safeParse(name).success).toBe(false);
  });
});

import { CohabitError } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { problem } from './problem.ts';

describe('problem', () => {
  it('says what is wrong and gives the values of an error that the caller can mend', () => {
    const error = new CohabitError('slug_taken', 'The slug "acme" is taken.', { details: { slug: 'acme' } });
    expect(problem(error)).toEqual({
      status: 409,
      body: {
        type: 'urn:cohabit:error:slug_taken',
        title: 'The slug is taken',
        status: 409,
        code: 'slug_taken',
        detail: 'The slug "acme" is taken.',
        details: { slug: 'acme' },
      },
    });
  });

  it('keeps what a verifier expected, and causes on our side, to ourselves', () => {
    const cause = new Error('SQLITE_BUSY /var/lib/secret.db');
    for (const code of ['token_tenant_mismatch', 'registry_locked'] as const) {
      const { body } = problem(
        new CohabitError(code, 'Message.', { details: { expected: 'tnt_other' }, cause }),
      );
      expect(body).toMatchObject({ code, detail: 'Message.' });
      expect(JSON.stringify(body)).not.toMatch(/tnt_other|secret/);
    }
  });

  it('says nothing of errors it does not know', () => {
    for (const error of [
      new Error('password=hunter2'),
      'text',
      undefined,
      new CohabitError('internal', 'hunter2'),
    ]) {
      expect(problem(error)).toEqual({
        status: 500,
        body: {
          type: 'urn:cohabit:error:internal',
          title: 'Something went wrong on our side',
          status: 500,
          code: 'internal',
        },
      });
    }
  });
});

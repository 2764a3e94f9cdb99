import { Writable } from 'node:stream';
import { CohabitError } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function capture() {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { logger: createLogger({}, sink), text: () => lines.join('') };
}

describe('createLogger', () => {
  it('keeps secrets and personal data out, wherever they stand', () => {
    const { logger, text } = capture();
    logger.info(
      {
        token: 'SECRET',
        user: { email: 'SECRET', name: 'SECRET' },
        a: { b: { password: 'SECRET' } },
        tenantId: 'tnt_1',
      },
      'something',
    );
    expect(text()).not.toContain('SECRET');
    expect(text()).toContain('tnt_1');
  });

  it('says of an error what and where, not what a person typed', () => {
    const { logger, text } = capture();
    const cause = Object.assign(new TypeError('the password SECRET is too short'), { code: 'E_SHORT' });
    logger.error({ err: new CohabitError('internal', 'SECRET', { cause }) }, 'task failed');
    const { err } = JSON.parse(text());
    expect(text()).not.toContain('SECRET');
    expect(err).toMatchObject({
      kind: 'CohabitError',
      code: 'internal',
      cause: { kind: 'TypeError', code: 'E_SHORT' },
    });
    expect(err.at[0]).toContain('logger.test.ts');
  });
});

import { describe, expect, it } from 'vitest';
import { CohabitError, type ErrorCode, errorTable, isCohabitError } from './errors.ts';
import { requirePlan } from './plans/plan.ts';

describe('errors', () => {
  it('carry code, status, message, details and cause', () => {
    const cause = new Error('of the driver');
    const error = new CohabitError('slug_taken', 'The slug "acme" is taken.', {
      details: { slug: 'acme' },
      cause,
    });
    expect(error).toMatchObject({
      name: 'CohabitError',
      code: 'slug_taken',
      status: 409,
      details: { slug: 'acme' },
    });
    expect(error.cause).toBe(cause);
    expect(new CohabitError('internal', 'x').details).toEqual({});
    expect('cause' in new CohabitError('internal', 'x')).toBe(false);
  });

  it('are recognised, by code if one is given', () => {
    const error: unknown = new CohabitError('not_found', 'x');
    expect(isCohabitError(error)).toBe(true);
    expect(isCohabitError(error, 'not_found')).toBe(true);
    expect(isCohabitError(error, 'forbidden')).toBe(false);
    for (const other of [new Error('x'), { code: 'not_found' }, undefined, 'not_found']) {
      expect(isCohabitError(other)).toBe(false);
    }
  });

  it('have a snake_case code, an HTTP error status and a title each', () => {
    for (const [code, { status, title }] of Object.entries(errorTable)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  it('about tokens answer 401, so that a client signs in again', () => {
    const ofTokens = (Object.keys(errorTable) as ErrorCode[]).filter((code) => code.startsWith('token_'));
    expect(ofTokens.length).toBeGreaterThan(5);
    expect(ofTokens.map((code) => errorTable[code].status).every((status) => status === 401)).toBe(true);
  });

  it('name the plans that exist when one does not', () => {
    expect(requirePlan('business').name).toBe('Business');
    for (const id of ['gold', '', '__proto__', 'Business']) {
      expect(() => requirePlan(id)).toThrow(
        expect.objectContaining({
          code: 'plan_not_found',
          details: { plan: id, plans: ['starter', 'business', 'enterprise'] },
        }),
      );
    }
  });
});

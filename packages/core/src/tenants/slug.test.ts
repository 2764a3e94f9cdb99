import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireSlug } from './slug.ts';

describe('slugs', () => {
  it.each(['ab', 'a1', 'acme', 'a-b', 'a-b-c', 'x'.repeat(30), 'a1-2b', 'admin2', 'my-api'])(
    'accepts %s',
    (slug) => {
      expect(requireSlug(slug)).toBe(slug);
    },
  );

  it.each([
    '',
    'a',
    '1a',
    '-a',
    'a-',
    'a--b',
    'xn--acme',
    'x'.repeat(31),
    'Acme',
    'ac me',
    'acme ',
    'acme\n',
    'a.b',
    'a_b',
    'a/b',
    '../a',
    'café',
    'аcme',
    'acme\0',
  ])('refuses %j and says how a slug is made', (slug) => {
    expect(() => requireSlug(slug)).toThrow(
      expect.objectContaining({ code: 'slug_invalid', message: expect.stringContaining('2 to 30') }),
    );
  });

  it.each(['admin', 'api', 'app', 'auth', 'cohabit', 'console', 'login', 'operators', 'www'])(
    'refuses %s, which is reserved',
    (slug) => {
      expect(() => requireSlug(slug)).toThrow(
        expect.objectContaining({ code: 'slug_invalid', message: expect.stringContaining('reserved') }),
      );
    },
  );

  it('shows no more than 60 characters of what was given', () => {
    expect(() => requireSlug('x'.repeat(10_000))).toThrow(
      expect.objectContaining({ details: { slug: 'x'.repeat(60) } }),
    );
  });

  it('accepts only what can be a DNS label', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1-A._'), maxLength: 34 }), (text) => {
        let isAccepted = true;
        try {
          requireSlug(text);
        } catch {
          isAccepted = false;
        }
        const parts = text.split('-');
        const isExpected =
          text.length >= 2 &&
          text.length <= 30 &&
          parts.every((part) => /^[ab1]+$/.test(part)) &&
          text[0] !== '1';
        expect(isAccepted).toBe(isExpected);
      }),
    );
  });
});

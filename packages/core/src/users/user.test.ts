import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailKey, normalizeEmail, type User, users } from './user.ts';

describe('e-mails', () => {
  it.each([
    ['Ada@Acme.Example', 'ada@acme.example'],
    ['  ada@acme.example\n', 'ada@acme.example'],
    ['JOSÉ@EXAMPLE.COM', 'josé@example.com'],
    ['jose\u0301@example.com', 'josé@example.com'],
    ['\u212Aelly@example.com', 'kelly@example.com'],
    ['H\u0331@example.com', '\u1e96@example.com'],
    ['a.d.a+tag@example.com', 'a.d.a+tag@example.com'],
  ])('%j is kept as %j', (given, kept) => {
    expect(normalizeEmail(given)).toBe(kept);
  });

  it('do not change when they are normalized again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normalizeEmail(normalizeEmail(text))).toBe(normalizeEmail(text));
      }),
      { numRuns: 2000 },
    );
    for (let point = 0; point <= 0xffff; point++) {
      const text = `a${String.fromCharCode(point)}\u0331\u0307a`;
      expect(normalizeEmail(normalizeEmail(text)), point.toString(16)).toBe(normalizeEmail(text));
    }
  });

  it('are the same in upper and lower case and in either Unicode form', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abzàéïöüñçʼ0.-_+@'), maxLength: 20 });
    fc.assert(
      fc.property(letters, (text) => {
        expect(normalizeEmail(text.toUpperCase())).toBe(normalizeEmail(text));
        expect(normalizeEmail(text.normalize('NFD'))).toBe(normalizeEmail(text));
      }),
    );
  });

  it('keep look-alikes and dotted and tagged addresses apart', () => {
    const all = [
      'ada@x.example',
      'аda@x.example',
      'a.da@x.example',
      'ada+1@x.example',
      'adа@x.example',
      'ａda@x.example',
    ];
    expect(new Set(all.map(normalizeEmail)).size).toBe(all.length);
  });

  it('name one person within a namespace and two in two', () => {
    const user: User = {
      id: 'usr_00000000000000000000000001',
      email: 'alex@example.com',
      name: 'Alex',
      namespace: 'shared',
      createdAt: '2026-11-22T14:00:00.000Z',
      version: 0,
    };
    expect(users.unique?.(user)).toEqual([emailKey('shared', 'ALEX@example.com')]);
    expect(emailKey('tnt_00000000000000000000000001', user.email)).not.toBe(emailKey('shared', user.email));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, prefixEnd } from './key-order.ts';

const text = fc.string({ unit: 'binary', maxLength: 6 });
const fromFew = fc.string({
  unit: fc.constantFrom('a', '\0', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}'),
  maxLength: 4,
});
const keys = fc.oneof(text, fromFew);

describe('the order of keys', () => {
  it('is the byte order of their UTF-8 form', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 1000 },
    );
  });

  it('puts exactly the keys with a prefix between the prefix and its end', () => {
    fc.assert(
      fc.property(keys, keys, (prefix, key) => {
        const end = prefixEnd(prefix);
        const isBetween = compareKeys(key, prefix) >= 0 && (end === undefined || compareKeys(key, end) < 0);
        expect(isBetween).toBe(key.startsWith(prefix));
        expect(end === undefined || end.isWellFormed()).toBe(true);
        expect(compareKeys(`${prefix}${key}`, end ?? '\u{10ffff}'.repeat(20))).toBeLessThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('has no end for a prefix of nothing or of nothing but the last code point', () => {
    expect(prefixEnd('')).toBeUndefined();
    expect(prefixEnd('\u{10ffff}\u{10ffff}')).toBeUndefined();
    expect(prefixEnd('a\u{10ffff}')).toBe('b');
    expect(prefixEnd('\ud7ff')).toBe('\ue000');
  });
});

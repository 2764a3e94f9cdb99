import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId, newId } from './ids.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const epochMs = fc.integer({ min: 0, max: 2 ** 48 - 1 });

/** The UUID behind an id, as RFC 9562 writes it. */
function toUuid(id: string): string {
  const value = [...id.slice(id.indexOf('_') + 1)].reduce(
    (sum, character) => (sum << 5n) | BigInt(ALPHABET.indexOf(character)),
    0n,
  );
  return value.toString(16).padStart(32, '0');
}

describe('ids', () => {
  it('have a prefix and 26 characters of Crockford base32', () => {
    fc.assert(
      fc.property(epochMs, (time) => {
        const id = newId('tnt', () => time);
        expect(id).toMatch(/^tnt_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
        expect(isId('tnt', id)).toBe(true);
        expect(isId('usr', id)).toBe(false);
      }),
    );
  });

  it('hold a UUID of version 7 and variant 10 that starts with the time', () => {
    fc.assert(
      fc.property(epochMs, (time) => {
        const uuid = toUuid(newId('usr', () => time));
        expect(Number.parseInt(uuid.slice(0, 12), 16)).toBe(time);
        expect(uuid[12]).toBe('7');
        expect(uuid[16]).toMatch(/[89ab]/);
      }),
    );
  });

  it('sort by the time they were made', () => {
    fc.assert(
      fc.property(epochMs, epochMs, (a, b) => {
        fc.pre(a !== b);
        expect(newId('hst', () => a) < newId('hst', () => b)).toBe(a < b);
      }),
    );
  });

  it('sort by the order they were made in within one millisecond, and never repeat', () => {
    const made = Array.from({ length: 5000 }, () => newId('hst', () => 1_795_305_600_000));
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('cannot be told from the id before them', () => {
    const steps = Array.from({ length: 50 }, () => {
      const [first, second] = [newId('tnt', () => 1000), newId('tnt', () => 1000)];
      return BigInt(`0x${toUuid(second)}`) - BigInt(`0x${toUuid(first)}`);
    });
    expect(new Set(steps).size).toBeGreaterThan(45);
  });

  it('take a clock with fractions of a millisecond', () => {
    expect(Number.parseInt(toUuid(newId('tnt', () => 1234.9)).slice(0, 12), 16)).toBe(1234);
  });

  it('are recognised by their exact form only', () => {
    const id = newId('tnt');
    const others = ['', 'tnt', 'tnt_', id.toUpperCase(), `${id}0`, id.slice(0, -1), ` ${id}`, `${id}\n`];
    const letters = ['i', 'l', 'o', 'u', '-', '/', 'é'].map((letter) => `${id.slice(0, -1)}${letter}`);
    for (const text of [...others, ...letters, id.replace('_', '-'), id.replace('tnt', 'tn')]) {
      expect(isId('tnt', text), text).toBe(false);
    }
  });
});

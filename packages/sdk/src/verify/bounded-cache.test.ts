import { describe, expect, it } from 'vitest';
import { boundedCache } from './bounded-cache.ts';

describe('boundedCache', () => {
  it('never holds more than its maximum', () => {
    const cache = boundedCache<number, number>(10);
    for (let i = 0; i < 1000; i++) {
      cache.set(i, i);
      cache.get(i % 7);
      expect(cache.size).toBeLessThanOrEqual(10);
    }
  });

  it('keeps what is used while others come and go', () => {
    const cache = boundedCache<string, number>(10);
    cache.set('used', 1);
    cache.set('unused', 2);
    for (let i = 0; i < 100; i++) {
      cache.set(`other${i}`, i);
      expect(cache.get('used')).toBe(1);
    }
    expect(cache.get('unused')).toBeUndefined();
  });

  it('answers the last value and forgets what is deleted, in either generation', () => {
    const cache = boundedCache<string, number>(4);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('c', 3);
    cache.set('a', 4);
    expect(cache.get('a')).toBe(4);
    cache.delete('a');
    cache.delete('b');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, undefined, 3]);
  });
});

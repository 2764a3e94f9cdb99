import type { Clock } from '../clock.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets that nobody used for this long are full again and can be forgotten. */
const forgetAfterMs = 1000;
const sweepAt = 10_000;

/**
 * Token buckets by key: one second's worth at once, then refilled evenly. Time is the given clock's, so that a test may
 * move it; one that goes backwards neither gives nor takes.
 */
export function createTokenBuckets(clock: Clock) {
  const buckets = new Map<string, Bucket>();

  const sweep = (now: number) => {
    for (const [key, bucket] of buckets) if (now - bucket.at > forgetAfterMs) buckets.delete(key);
  };

  /** False when the bucket is empty: `perSecond` is how many it holds, and how many come back each second. */
  const take = (key: string, perSecond: number): boolean => {
    const now = clock();
    const known = buckets.get(key);
    if (!known && buckets.size >= sweepAt) sweep(now);
    const bucket = known ?? { tokens: perSecond, at: now };
    const refilled = bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond;
    const tokens = Math.min(perSecond, refilled);
    const isFree = tokens >= 1;
    buckets.set(key, { tokens: isFree ? tokens - 1 : tokens, at: now });
    return isFree;
  };

  return { take };
}

import { boundedCache } from './bounded-cache.ts';

/** What is remembered of tokens, found only by the whole token, to the letter. */
export interface SeenTokens<Value> {
  get(token: string): Value | undefined;
  set(token: string, value: Value): void;
  delete(token: string): void;
}

const TAIL_LENGTH = 64;

/**
 * Looks up by the end of the signature and then compares all of the token: hashing 64 characters instead of a
 * thousand is most of the speed of a repeated verification. Two tokens with one tail would only displace each other.
 */
export function createSeenTokens<Value>(maxEntries: number): SeenTokens<Value> {
  const byTail = boundedCache<string, { token: string; value: Value }>(maxEntries);
  return {
    get(token) {
      const entry = byTail.get(token.slice(-TAIL_LENGTH));
      return entry?.token === token ? entry.value : undefined;
    },
    set(token, value) {
      byTail.set(token.slice(-TAIL_LENGTH), { token, value });
    },
    delete(token) {
      byTail.delete(token.slice(-TAIL_LENGTH));
    },
  };
}

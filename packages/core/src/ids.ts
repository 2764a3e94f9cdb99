import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id of ours: what kind of thing, then 26 characters, such as `tnt_01k9…`. */
export type Id<Prefix extends string> = `${Prefix}_${string}`;
export type TenantId = Id<'tnt'>;
export type UserId = Id<'usr'>;
export type HistoryId = Id<'hst'>;

/**
 * Makes an id: prefix and a UUIDv7 (RFC 9562 §5.7) in 26 characters of Crockford base32. Ids sort by the time they were
 * made: across processes by the millisecond, within one process also those of the same millisecond.
 */
export function newId<Prefix extends string>(prefix: Prefix, clock: Clock = systemClock): Id<Prefix> {
  const time = BigInt(Math.trunc(clock()));
  const tail = nextTail(time);
  let value = (time << 80n) | (7n << 76n) | ((tail >> 62n) << 64n) | (2n << 62n) | (tail & LOW_62_BITS);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = ALPHABET[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return `${prefix}_${text}`;
}

const LOW_62_BITS = (1n << 62n) - 1n;
let lastTime = -1n;
let lastTail = 0n;

/**
 * The 74 random bits of a UUIDv7; within one millisecond each adds a random 32-bit step to the one before (RFC 9562
 * §6.2, method 2). The first leaves the top bit clear, so that the steps never overflow.
 */
function nextTail(time: bigint): bigint {
  lastTail = time === lastTime ? lastTail + 1n + randomBits(32n) : randomBits(73n);
  lastTime = time;
  return lastTail;
}

function randomBits(count: bigint): bigint {
  const words = crypto.getRandomValues(new BigUint64Array(2));
  return (((words[0] as bigint) << 64n) | (words[1] as bigint)) & ((1n << count) - 1n);
}

/** Whether `text` has the form of an id with this prefix. */
export function isId<Prefix extends string>(prefix: Prefix, text: string): text is Id<Prefix> {
  return text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(prefix.length + 1));
}

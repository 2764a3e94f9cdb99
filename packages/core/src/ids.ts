import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export type Id<Prefix extends string> = `${Prefix}_${string}`;
export type TenantId = Id<'tnt'>;
export type UserId = Id<'usr'>;
export type HistoryId = Id<'hst'>;

/**
 * An id of ours: prefix and a UUIDv7 (RFC 9562 §5.7) in 26 characters of Crockford base32, so that ids sort by the
 * time they were made.
 */
export function newId<Prefix extends string>(prefix: Prefix, clock: Clock = systemClock): Id<Prefix> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = BigInt(clock());
  for (let i = 0; i < 6; i++) bytes[i] = Number((time >> BigInt(8 * (5 - i))) & 0xffn);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = ALPHABET[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** Whether `text` has the form of an id with this prefix. */
export function isId<Prefix extends string>(prefix: Prefix, text: string): text is Id<Prefix> {
  return text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(prefix.length + 1));
}

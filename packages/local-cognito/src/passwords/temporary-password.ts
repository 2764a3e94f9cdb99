import { randomInt } from 'node:crypto';
import { type PasswordPolicy, passwordSymbols } from './policy.ts';

/** Without the letters and digits that people mix up when they type them from a message. */
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const lower = 'abcdefghijkmnopqrstuvwxyz';
const digits = '23456789';
const symbols = [...passwordSymbols].filter((symbol) => '!@#$%&*+-=?_'.includes(symbol)).join('');

const pick = (alphabet: string) => alphabet[randomInt(alphabet.length)] ?? '';

/** A random password with every kind of character, which every policy accepts; at least 12 long. */
export function temporaryPassword(policy: PasswordPolicy): string {
  const characters = [pick(upper), pick(lower), pick(digits), pick(symbols)];
  const length = Math.max(policy.MinimumLength ?? 8, 12);
  while (characters.length < length) characters.push(pick(upper + lower + digits));
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}

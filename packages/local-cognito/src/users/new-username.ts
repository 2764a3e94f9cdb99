import { randomUUID } from 'node:crypto';
import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';

export const isEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);
export const isPhoneNumber = (text: string) => /^\+[1-9][0-9]{1,14}$/.test(text);

export interface NewUsername {
  username: string;
  sub: string;
  /** The attribute that the typed name is, in pools whose users sign in with e-mail or phone number. */
  attribute?: 'email' | 'phone_number';
}

/**
 * The real username of a new user: what was typed, or the `sub` where people sign in with e-mail or phone number.
 * Throws InvalidParameterException when the pool does not take such a name.
 */
export function newUsername({ pool }: PoolRecord, typed: string, sub: string = randomUUID()): NewUsername {
  const { UsernameAttributes: attributes = [], AliasAttributes: aliases = [] } = pool;
  if (attributes.length === 0) {
    if (aliases.includes('email') && isEmail(typed)) {
      throw invalidParameter(
        'Username cannot be of email format, since user pool is configured for email alias.',
      );
    }
    if (aliases.includes('phone_number') && isPhoneNumber(typed)) {
      throw invalidParameter(
        'Username cannot be of phone number format, since user pool is configured for phone number alias.',
      );
    }
    return { username: typed, sub };
  }
  if (attributes.includes('email') && isEmail(typed)) return { username: sub, sub, attribute: 'email' };
  if (attributes.includes('phone_number') && isPhoneNumber(typed)) {
    return { username: sub, sub, attribute: 'phone_number' };
  }
  if (attributes.length === 2)
    throw invalidParameter('Username should be either an email or a phone number.');
  throw invalidParameter(`Username should be ${attributes[0] === 'email' ? 'an email' : 'a phone number'}.`);
}

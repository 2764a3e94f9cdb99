import type { UserFilter } from '../storage/store.ts';
import { invalidParameter } from '../wire/errors.ts';

const searchable = new Set([
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
]);

/**
 * `ListUsers`' filter: `<attribute> = "<value>"`, or `^=` for a prefix, with `\` before quotes inside
 * (API reference, ListUsers, Filter). `undefined` for an empty one. Throws InvalidParameterException.
 */
export function parseUserFilter(filter: string): UserFilter | undefined {
  if (filter.trim() === '') return undefined;
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/su.exec(filter);
  const [, attribute = '', operator, quoted = ''] = match ?? [];
  if (!match) throw invalidParameter('Error while parsing filter.');
  if (!searchable.has(attribute)) throw invalidParameter(`Invalid search attribute: ${attribute}`);
  const value = quoted.replace(/\\(.)/gsu, '$1');
  return { attribute, value, match: operator === '=' ? 'equals' : 'prefix' };
}

import { invalidParameter } from '../wire/errors.ts';
import type { Page } from './store.ts';

/** Opaque for callers: the key of the last row that was shown. */
function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Throws InvalidParameterException when the token was not made by `encodeCursor` for a key of that many parts. */
export function decodeCursor(token: string, parts: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(key) && key.length === parts && key.every((part) => typeof part === 'string'))
      return key;
  } catch {}
  throw invalidParameter('Invalid pagination token provided.');
}

/** From `limit + 1` rows: the page, with a token only when there is more. */
export function toPage<Row, T>(
  rows: Row[],
  limit: number,
  item: (row: Row) => T,
  key: (row: Row) => string[],
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(item);
  return rows.length > limit && last !== undefined
    ? { items, nextToken: encodeCursor(key(last)) }
    : { items };
}

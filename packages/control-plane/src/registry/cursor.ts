import { createHmac, timingSafeEqual } from 'node:crypto';
import { CohabitError } from '@cohabit/core';

/** What a cursor belongs to: it continues the query that gave it and no other. */
export interface CursorScope {
  collection: string;
  index: string | undefined;
  partition: string;
}

/** `Position` is where a page ended, in whatever words the adapter has for it; JSON must be able to hold it. */
export interface CursorCodec<Position> {
  write(scope: CursorScope, position: Position): string;
  /** Throws `invalid_request` for anything that {@link CursorCodec.write} did not write for this scope. */
  read(scope: CursorScope, cursor: string): Position;
}

/** Cursors are text for the caller to hand back: `<position>.<mac>`, the MAC over scope and position (HMAC-SHA-256). */
export function createCursorCodec<Position>(key: Uint8Array): CursorCodec<Position> {
  const macOf = (scope: CursorScope, position: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([scope.collection, scope.index ?? null, scope.partition, position]))
      .digest('base64url');
  return {
    write(scope, position) {
      const text = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${text}.${macOf(scope, text)}`;
    },
    read(scope, cursor) {
      const [text = '', mac = '', ...rest] = cursor.split('.');
      const given = Buffer.from(mac);
      const expected = Buffer.from(macOf(scope, text));
      if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new CohabitError(
          'invalid_request',
          'The cursor is not valid here. Use the cursor of the previous page unchanged, with the same query.',
        );
      }
      return JSON.parse(Buffer.from(text, 'base64url').toString()) as Position;
    },
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { decodeCursor } from './paging.ts';
import type { UserRecord } from './records.ts';
import type { UserFilter } from './store.ts';

const searchable = [
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
] as const;

/** `ListUsers` compares these exactly, and everything else without regard to case. */
const caseSensitive = new Set(['username', 'sub', 'status']);

const valueKey = (attribute: string, value: string) =>
  caseSensitive.has(attribute) ? value : value.toLowerCase();

/** Every value by which `ListUsers` can filter, as `[attribute, key]` (API reference, ListUsers, Filter). */
function searchKeys(user: UserRecord | undefined): Map<string, string> {
  const keys = new Map<string, string>();
  if (!user) return keys;
  const set = (attribute: string, value: string | undefined) => {
    if (value !== undefined) keys.set(attribute, valueKey(attribute, value));
  };
  set('username', user.username);
  set('sub', user.sub);
  set('status', user.enabled ? 'Enabled' : 'Disabled');
  set('cognito:user_status', user.status);
  for (const attribute of searchable) set(attribute, user.attributes[attribute]);
  return keys;
}

/** Above every character: SQLite compares texts as bytes, and none of UTF-8's is 255. */
const afterEveryCharacter = Buffer.of(255);

/** Index over the searchable attributes, so that a filter costs what it finds and not what the pool holds. */
export function createUserSearch(db: DatabaseSync) {
  const insert = db.prepare(
    'INSERT INTO user_search (pool_id, attribute, value_key, username) VALUES (?, ?, ?, ?)',
  );
  const remove = db.prepare(
    'DELETE FROM user_search WHERE pool_id = ? AND attribute = ? AND value_key = ? AND username = ?',
  );
  const page = db.prepare(
    `SELECT value_key AS valueKey, username FROM user_search
     WHERE pool_id = ? AND attribute = ? AND value_key >= ? AND value_key <= CAST(? AS TEXT)
       AND (value_key, username) > (?, ?)
     ORDER BY value_key, username LIMIT ?`,
  );

  return {
    replace(before: UserRecord | undefined, after: UserRecord | undefined): void {
      const had = searchKeys(before);
      const has = searchKeys(after);
      for (const [attribute, key] of had) {
        if (before && has.get(attribute) !== key) remove.run(before.poolId, attribute, key, before.username);
      }
      for (const [attribute, key] of has) {
        if (after && had.get(attribute) !== key) insert.run(after.poolId, attribute, key, after.username);
      }
    },
    find(poolId: string, filter: UserFilter, after: string | undefined, limit: number) {
      const key = valueKey(filter.attribute, filter.value);
      const upTo = Buffer.from(key);
      const [fromValue, fromUser] = after === undefined ? ['', ''] : decodeCursor(after, 2);
      return page.all(
        poolId,
        filter.attribute,
        key,
        filter.match === 'prefix' ? Buffer.concat([upTo, afterEveryCharacter]) : upTo,
        fromValue ?? '',
        fromUser ?? '',
        limit,
      ) as unknown as {
        valueKey: string;
        username: string;
      }[];
    },
  };
}

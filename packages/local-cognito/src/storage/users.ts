import type { DatabaseSync } from 'node:sqlite';
import { decodeCursor, toPage } from './paging.ts';
import type { ListedUser, UserRecord, UserSecrets } from './records.ts';
import type { Seal } from './seal.ts';
import { createSignInNames } from './sign-in-names.ts';
import type { Store } from './store.ts';
import { createUserSearch } from './user-search.ts';

interface Row {
  username: string;
  record: string;
  sealed: Uint8Array;
}

export function createUsers(db: DatabaseSync, seal: Seal, transaction: Store['transaction']): Store['users'] {
  const names = createSignInNames(db);
  const search = createUserSearch(db);
  const select = db.prepare('SELECT username, record, sealed FROM users WHERE pool_id = ? AND username = ?');
  const selectListed = db.prepare('SELECT record FROM users WHERE pool_id = ? AND username = ?');
  const insert = db.prepare('INSERT INTO users (pool_id, username, record, sealed) VALUES (?, ?, ?, ?)');
  const update = db.prepare('UPDATE users SET record = ?, sealed = ? WHERE pool_id = ? AND username = ?');
  const remove = db.prepare('DELETE FROM users WHERE pool_id = ? AND username = ?');
  const removeTokens = db.prepare('DELETE FROM refresh_tokens WHERE pool_id = ? AND username = ?');
  const removeDocuments = db.prepare('DELETE FROM documents WHERE pool_id = ? AND owner = ?');
  const page = db.prepare(
    'SELECT username, record FROM users WHERE pool_id = ? AND username > ? ORDER BY username LIMIT ?',
  );
  const count = db.prepare('SELECT user_count AS count FROM pools WHERE id = ?');
  const addToCount = db.prepare('UPDATE pools SET user_count = user_count + ? WHERE id = ?');
  const selectPool = db.prepare('SELECT record FROM pools WHERE id = ?');

  const context = (poolId: string, username: string) => `users/${poolId}/${username}`;

  const encode = (user: UserRecord): [record: string, sealed: Uint8Array] => {
    const { password, passwordHistory, totp, pendingTotpSecret, ...record } = user;
    const secrets: Record<keyof UserSecrets, unknown> = {
      password,
      passwordHistory,
      totp,
      pendingTotpSecret,
    };
    return [JSON.stringify(record), seal.seal(JSON.stringify(secrets), context(user.poolId, user.username))];
  };

  const decode = (poolId: string, row: Row): UserRecord => {
    const secrets = JSON.parse(seal.open(row.sealed, context(poolId, row.username))) as UserSecrets;
    return { ...(JSON.parse(row.record) as UserRecord), ...secrets };
  };

  const get = (poolId: string, username: string): UserRecord | undefined => {
    const row = select.get(poolId, username) as Row | undefined;
    return row && decode(poolId, row);
  };

  const listed = ({ record }: Pick<Row, 'record'>) => JSON.parse(record) as ListedUser;

  const getListed = (poolId: string, username: string): ListedUser | undefined => {
    const row = selectListed.get(poolId, username) as Pick<Row, 'record'> | undefined;
    return row && listed(row);
  };

  return {
    get,
    find(pool, signInName) {
      const username = names.owner(pool, signInName);
      return username === undefined ? undefined : get(pool.id, username);
    },
    insert(pool, user) {
      transaction(() => {
        names.replace(pool, undefined, user);
        insert.run(user.poolId, user.username, ...encode(user));
        search.replace(undefined, user);
        addToCount.run(1, user.poolId);
      });
    },
    update(pool, user) {
      transaction(() => {
        const before = get(user.poolId, user.username);
        if (!before) return;
        names.replace(pool, before, user);
        search.replace(before, user);
        update.run(...encode(user), user.poolId, user.username);
      });
    },
    delete(poolId, username) {
      transaction(() => {
        const user = get(poolId, username);
        if (!user) return;
        const { record } = selectPool.get(poolId) as { record: string };
        names.replace(JSON.parse(record), user, undefined);
        search.replace(user, undefined);
        removeTokens.run(poolId, username);
        removeDocuments.run(poolId, username);
        remove.run(poolId, username);
        addToCount.run(-1, poolId);
      });
    },
    count(poolId) {
      return (count.get(poolId) as { count: number } | undefined)?.count ?? 0;
    },
    list(poolId, { limit, after, filter }) {
      if (filter) {
        const found = search.find(poolId, filter, after, limit + 1);
        const byName = toPage(
          found,
          limit,
          ({ username }) => getListed(poolId, username),
          (row) => [row.valueKey, row.username],
        );
        return { ...byName, items: byName.items.filter((user) => user !== undefined) };
      }
      const [from] = after === undefined ? [''] : decodeCursor(after, 1);
      const rows = page.all(poolId, from ?? '', limit + 1) as unknown as Omit<Row, 'sealed'>[];
      return toPage(rows, limit, listed, (row) => [row.username]);
    },
  };
}

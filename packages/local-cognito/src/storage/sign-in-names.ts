import type { DatabaseSync } from 'node:sqlite';
import type { PoolRecord, UserRecord } from './records.ts';
import { UserNameTaken } from './store.ts';

/** How a typed name is compared: exactly, or without regard to case where the pool says so. */
export function nameKey(pool: PoolRecord, name: string): string {
  return pool.pool.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name;
}

/**
 * Everything that this user can type to sign in: the username; e-mail and phone number where the pool signs in with
 * them; aliases once they are verified, and `preferred_username` once the user is confirmed
 * (developer guide, "Customizing sign-in attributes"). Who signs in through a provider types nothing here: what a
 * provider says of an address takes no name from anybody.
 */
function signInNames(pool: PoolRecord, user: UserRecord): string[] {
  const { UsernameAttributes: attributes = [], AliasAttributes: aliases = [] } = pool.pool;
  const { email, phone_number: phone, preferred_username: preferred } = user.attributes;
  const names = [user.username];
  if (isFederated(user)) return names;
  const verified = (name: string) => user.attributes[`${name}_verified`] === 'true';
  if (email && (attributes.includes('email') || (aliases.includes('email') && verified('email'))))
    names.push(email);
  if (
    phone &&
    (attributes.includes('phone_number') || (aliases.includes('phone_number') && verified('phone_number')))
  ) {
    names.push(phone);
  }
  if (preferred && aliases.includes('preferred_username') && user.status !== 'UNCONFIRMED')
    names.push(preferred);
  return names;
}

/** The profile of somebody who signs in through a provider; it stays one when it gets a password too. */
const isFederated = ({ attributes }: UserRecord) =>
  attributes.identities?.includes('"primary":true') ?? false;

/** One row per name, so that a sign-in finds its user with one indexed read and two users never share a name. */
export function createSignInNames(db: DatabaseSync) {
  const select = db.prepare('SELECT username FROM sign_in_names WHERE pool_id = ? AND name_key = ?');
  const insert = db.prepare(
    'INSERT INTO sign_in_names (pool_id, name_key, username) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const remove = db.prepare('DELETE FROM sign_in_names WHERE pool_id = ? AND name_key = ? AND username = ?');

  const keyed = (pool: PoolRecord, user: UserRecord | undefined) =>
    new Map((user ? signInNames(pool, user) : []).map((name) => [nameKey(pool, name), name]));

  return {
    owner(pool: PoolRecord, name: string): string | undefined {
      const row = select.get(pool.id, nameKey(pool, name)) as { username: string } | undefined;
      return row?.username;
    },
    /** Replaces the names of `before` with those of `after`. Throws `UserNameTaken`. */
    replace(pool: PoolRecord, before: UserRecord | undefined, after: UserRecord | undefined): void {
      const had = keyed(pool, before);
      const has = keyed(pool, after);
      for (const key of had.keys()) if (before && !has.has(key)) remove.run(pool.id, key, before.username);
      for (const [key, name] of has) {
        if (!after || had.has(key)) continue;
        if (insert.run(pool.id, key, after.username).changes === 0) throw new UserNameTaken(name);
      }
    },
  };
}

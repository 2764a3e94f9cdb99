import type { DatabaseSync } from 'node:sqlite';

/** Each entry takes the file from one version to the next; entries are never edited, only added. */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

  CREATE TABLE pools (
    id TEXT PRIMARY KEY,
    record TEXT NOT NULL,
    user_count INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE TABLE pool_keys (pool_id TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;

  CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL,
    record TEXT NOT NULL,
    sealed BLOB
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX clients_by_pool ON clients (pool_id, id);

  CREATE TABLE users (
    pool_id TEXT NOT NULL,
    username TEXT NOT NULL,
    record TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (pool_id, username)
  );
  CREATE TABLE sign_in_names (
    pool_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    username TEXT NOT NULL,
    PRIMARY KEY (pool_id, name_key)
  ) WITHOUT ROWID;
  CREATE TABLE user_search (
    pool_id TEXT NOT NULL,
    attribute TEXT NOT NULL,
    value_key TEXT NOT NULL,
    username TEXT NOT NULL,
    PRIMARY KEY (pool_id, attribute, value_key, username)
  ) WITHOUT ROWID;

  CREATE TABLE refresh_tokens (
    hash TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    username TEXT NOT NULL,
    origin_jti TEXT NOT NULL,
    event_id TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    scope TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0,
    replaced_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX refresh_tokens_by_user ON refresh_tokens (pool_id, username);
  CREATE INDEX refresh_tokens_by_origin ON refresh_tokens (pool_id, origin_jti);
  CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);
  CREATE TABLE revoked_origins (
    pool_id TEXT NOT NULL,
    origin_jti TEXT NOT NULL,
    revoked_at INTEGER NOT NULL,
    PRIMARY KEY (pool_id, origin_jti)
  ) WITHOUT ROWID;
  CREATE INDEX revoked_origins_by_age ON revoked_origins (revoked_at);

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    state BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX sessions_by_expiry ON sessions (expires_at);
  CREATE INDEX sessions_by_pool ON sessions (pool_id);
  `,
  `
  CREATE TABLE documents (
    kind TEXT NOT NULL,
    pool_id TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT,
    content BLOB NOT NULL,
    PRIMARY KEY (kind, pool_id, id)
  ) WITHOUT ROWID;
  CREATE INDEX documents_by_id ON documents (kind, id);
  CREATE INDEX documents_by_owner ON documents (pool_id, owner) WHERE owner IS NOT NULL;
  `,
  `
  ALTER TABLE refresh_tokens ADD COLUMN details TEXT;
  `,
];

/** The file was written by a later version of local-cognito. */
export class NewerSchema extends Error {}

/** Brings the file to this version's schema, all or nothing. */
export function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > migrations.length) throw new NewerSchema(`schema ${version} > ${migrations.length}`);
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

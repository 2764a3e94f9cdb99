import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { CohabitError } from '@cohabit/core';
import { isBusy, mapError } from './map-errors.ts';

/** `chbt`, in the header of the file: tells a registry from any other SQLite database. */
const APPLICATION_ID = 0x63686274;

/** One script per schema version; a script that has been released never changes. */
const migrations: readonly string[] = [
  `CREATE TABLE records (
     id INTEGER PRIMARY KEY,
     collection TEXT NOT NULL,
     partition TEXT NOT NULL,
     sort TEXT NOT NULL,
     version INTEGER NOT NULL,
     json TEXT NOT NULL,
     UNIQUE (collection, partition, sort)
   ) STRICT;
   CREATE TABLE unique_values (
     collection TEXT NOT NULL,
     value TEXT NOT NULL,
     record_id INTEGER NOT NULL,
     PRIMARY KEY (collection, value)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX unique_values_by_record ON unique_values (record_id);
   CREATE TABLE index_entries (
     collection TEXT NOT NULL,
     name TEXT NOT NULL,
     partition TEXT NOT NULL,
     sort TEXT NOT NULL,
     record_id INTEGER NOT NULL,
     PRIMARY KEY (collection, name, partition, sort, record_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX index_entries_by_record ON index_entries (record_id);
   CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;`,
];

/** How long opening waits for another process that opens or writes. */
const OPEN_WAIT_MS = 5000;
/** How long one statement blocks this process; a call waits longer, without blocking. */
const STATEMENT_WAIT_MS = 50;

/**
 * Opens the file, creates or migrates its tables, and leaves it in WAL mode: readers and one writer at once. With
 * `synchronous = NORMAL` a commit survives the end of the process at any moment; a power cut may lose the last ones.
 * Throws `registry_unwritable` and `registry_locked`.
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: OPEN_WAIT_MS });
    prepareDatabase(database, file);
    database.exec(`PRAGMA busy_timeout = ${STATEMENT_WAIT_MS}`);
    return database;
  } catch (error) {
    database?.close();
    throw mapError(error, file);
  }
}

function prepareDatabase(database: DatabaseSync, file: string): void {
  enterWal(database);
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec('BEGIN IMMEDIATE');
  try {
    migrate(database, file);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite does not wait (`busy_timeout`) for the change to WAL mode when two processes make it at once. */
function enterWal(database: DatabaseSync): void {
  const deadline = Date.now() + OPEN_WAIT_MS;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function migrate(database: DatabaseSync, file: string): void {
  const applicationId = readNumber(database, 'SELECT application_id AS n FROM pragma_application_id');
  const tables = readNumber(database, 'SELECT count(*) AS n FROM sqlite_schema');
  if (applicationId !== APPLICATION_ID && tables > 0) {
    throw new CohabitError(
      'registry_unwritable',
      `The file ${file} is the SQLite database of another program. Name a registry or a new file.`,
      { details: { file } },
    );
  }
  const version = readNumber(database, 'SELECT user_version AS n FROM pragma_user_version');
  if (version > migrations.length) {
    throw new CohabitError(
      'registry_unwritable',
      `The registry ${file} has schema version ${version}; this version of Cohabit knows up to ${migrations.length}. Upgrade Cohabit.`,
      { details: { file, schemaVersion: version, known: migrations.length } },
    );
  }
  for (const script of migrations.slice(version)) database.exec(script);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
  database
    .prepare("INSERT INTO secrets (name, value) VALUES ('cursor', ?) ON CONFLICT DO NOTHING")
    .run(randomBytes(32));
}

function readNumber(database: DatabaseSync, sql: string): number {
  return Number(database.prepare(sql).get()?.n);
}

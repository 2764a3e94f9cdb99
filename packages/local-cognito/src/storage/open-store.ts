import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { type Clock, systemClock } from '../clock.ts';
import { createClients } from './clients.ts';
import { createCount } from './count.ts';
import { createDocuments } from './documents.ts';
import { UnusableKey } from './encryption-key.ts';
import { createLogs } from './logs.ts';
import { createMessages } from './messages.ts';
import { migrate } from './migrations.ts';
import { createPools } from './pools.ts';
import { createRefreshTokens } from './refresh-tokens.ts';
import { createSeal, type Seal } from './seal.ts';
import { createSessions } from './sessions.ts';
import type { Store } from './store.ts';
import { createUsers } from './users.ts';

export interface StoreOptions {
  /** Path of the database file, or `:memory:`. */
  file: string;
  /** 32 bytes; random when left out, which suits `:memory:` only. */
  encryptionKey?: Uint8Array;
  clock?: Clock;
}

/**
 * Opens the store and keeps the file to itself until `close`: another process gets SQLITE_BUSY. WAL with
 * `synchronous = NORMAL` keeps every finished write when the process is killed.
 *
 * Throws SQLite's error when the file cannot be used, `NewerSchema`, or `UnusableKey` when the key is another one.
 */
export function openStore({
  file,
  encryptionKey = randomBytes(32),
  clock = systemClock,
}: StoreOptions): Store {
  const db = new DatabaseSync(file, { timeout: 250 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(db);
    const seal = createSeal(encryptionKey);
    checkKey(db, seal);
    return assemble(db, seal, clock);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Fails at start, not at the first sign-in, when the file was sealed with another key. */
function checkKey(db: DatabaseSync, seal: Seal): void {
  const row = db.prepare("SELECT value FROM meta WHERE name = 'key_check'").get() as
    | { value: Uint8Array }
    | undefined;
  if (!row) {
    db.prepare("INSERT INTO meta (name, value) VALUES ('key_check', ?)").run(
      seal.seal('cohabit', 'meta/key_check'),
    );
    return;
  }
  try {
    seal.open(row.value, 'meta/key_check');
  } catch (cause) {
    throw new UnusableKey('the key does not open this file', { cause });
  }
}

function assemble(db: DatabaseSync, seal: Seal, clock: Clock): Store {
  const { pools, keys, forget: forgetPools } = createPools(db, seal);
  const { clients, forget: forgetClients, forgetPool } = createClients(db, seal);
  let depth = 0;

  // A transaction inside another is a savepoint: its failure undoes its own part, also when the outer one goes on.
  const transaction: Store['transaction'] = (work) => {
    const outermost = depth === 0;
    db.exec(outermost ? 'BEGIN IMMEDIATE' : `SAVEPOINT level_${depth}`);
    depth += 1;
    try {
      const result = work();
      db.exec(outermost ? 'COMMIT' : `RELEASE level_${depth - 1}`);
      return result;
    } catch (error) {
      db.exec(outermost ? 'ROLLBACK' : `ROLLBACK TO level_${depth - 1}; RELEASE level_${depth - 1}`);
      forgetPools();
      forgetClients();
      throw error;
    } finally {
      depth -= 1;
    }
  };

  return {
    pools: {
      ...pools,
      delete(poolId) {
        transaction(() => pools.delete(poolId));
        forgetPool(poolId);
      },
    },
    clients,
    users: createUsers(db, seal, transaction),
    refreshTokens: createRefreshTokens(db, clock, transaction),
    sessions: createSessions(db, seal, clock),
    keys,
    documents: createDocuments(db, seal),
    count: createCount(db),
    messages: createMessages(),
    logs: createLogs(),
    transaction,
    close: () => db.close(),
  };
}

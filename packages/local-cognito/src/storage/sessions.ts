import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { createPruner } from './pruner.ts';
import type { AuthSessionRecord } from './records.ts';
import type { Seal } from './seal.ts';
import type { Store } from './store.ts';

interface Row extends Omit<AuthSessionRecord, 'used' | 'state'> {
  used: number;
  state: Uint8Array;
}

/** How long an expired session is still known, to answer that it expired rather than that it never was. */
const knownAfterExpiryMs = 60 * 60 * 1000;

/** States between two steps of a sign-in. Sealed: a state can hold an SRP exponent or a new TOTP secret. */
export function createSessions(db: DatabaseSync, seal: Seal, clock: Clock): Store['sessions'] {
  const insert = db.prepare(
    `INSERT INTO sessions (id, pool_id, client_id, expires_at, used, state) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, used = excluded.used, state = excluded.state`,
  );
  const select = db.prepare(
    `SELECT id, pool_id AS poolId, client_id AS clientId, expires_at AS expiresAt, used, state
     FROM sessions WHERE id = ?`,
  );
  const use = db.prepare('UPDATE sessions SET used = 1 WHERE id = ? AND used = 0');
  const prune = createPruner(
    db.prepare(
      'DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)',
    ),
  );

  return {
    insert(session) {
      prune(clock() - knownAfterExpiryMs);
      const state = seal.seal(JSON.stringify(session.state), `sessions/${session.id}`);
      insert.run(
        session.id,
        session.poolId,
        session.clientId,
        session.expiresAt,
        session.used ? 1 : 0,
        state,
      );
    },
    get(id) {
      const row = select.get(id) as unknown as Row | undefined;
      if (!row) return undefined;
      return { ...row, used: row.used === 1, state: JSON.parse(seal.open(row.state, `sessions/${id}`)) };
    },
    markUsed(id) {
      return use.run(id).changes === 1;
    },
  };
}

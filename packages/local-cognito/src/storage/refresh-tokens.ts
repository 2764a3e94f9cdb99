import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { createPruner } from './pruner.ts';
import type { RefreshTokenRecord } from './records.ts';
import type { Store } from './store.ts';

interface Row extends Omit<RefreshTokenRecord, 'revoked' | 'replacedAt' | 'details'> {
  revoked: number;
  replacedAt: number | null;
  details: string | null;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Refresh tokens by hash, and the sign-ins (`origin_jti`) whose access tokens are revoked. The latter are kept for the
 * longest life of an access token (one day), the former for a day after they expire, to say that they expired.
 */
export function createRefreshTokens(
  db: DatabaseSync,
  clock: Clock,
  transaction: Store['transaction'],
): Store['refreshTokens'] {
  const columns = `hash, pool_id AS poolId, client_id AS clientId, username, origin_jti AS originJti,
    event_id AS eventId, auth_time AS authTime, scope, expires_at AS expiresAt, revoked, replaced_at AS replacedAt, details`;
  const select = db.prepare(`SELECT ${columns} FROM refresh_tokens WHERE hash = ?`);
  const selectUser = db.prepare(
    `SELECT ${columns} FROM refresh_tokens
     WHERE pool_id = ? AND username = ? AND revoked = 0 AND expires_at > ? ORDER BY auth_time, hash`,
  );
  const insert = db.prepare(
    `INSERT INTO refresh_tokens
       (hash, pool_id, client_id, username, origin_jti, event_id, auth_time, scope, expires_at, revoked, replaced_at,
        details)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE refresh_tokens SET scope = ?, expires_at = ?, revoked = ?, replaced_at = ?, details = ?
     WHERE hash = ?`,
  );
  const revokeOriginTokens = db.prepare(
    'UPDATE refresh_tokens SET revoked = 1 WHERE pool_id = ? AND origin_jti = ?',
  );
  const revokeOrigin = db.prepare(
    'INSERT INTO revoked_origins (pool_id, origin_jti, revoked_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const revokeUserOrigins = db.prepare(
    `INSERT INTO revoked_origins (pool_id, origin_jti, revoked_at)
     SELECT pool_id, origin_jti, ? FROM refresh_tokens WHERE pool_id = ? AND username = ? AND revoked = 0
     ON CONFLICT DO NOTHING`,
  );
  const revokeUserTokens = db.prepare(
    'UPDATE refresh_tokens SET revoked = 1 WHERE pool_id = ? AND username = ? AND revoked = 0',
  );
  const isRevoked = db.prepare('SELECT 1 FROM revoked_origins WHERE pool_id = ? AND origin_jti = ?');
  const pruneTokens = createPruner(
    db.prepare(
      `DELETE FROM refresh_tokens WHERE hash IN
         (SELECT hash FROM refresh_tokens WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
    ),
  );
  const pruneOrigins = createPruner(
    db.prepare(
      `DELETE FROM revoked_origins WHERE (pool_id, origin_jti) IN
         (SELECT pool_id, origin_jti FROM revoked_origins WHERE revoked_at < ? ORDER BY revoked_at LIMIT ?)`,
    ),
  );

  return {
    get(hash) {
      const row = select.get(hash) as Row | undefined;
      return row && toRecord(row);
    },
    listUser(poolId, username) {
      return (selectUser.all(poolId, username, clock()) as unknown as Row[]).map(toRecord);
    },
    insert(token) {
      pruneTokens(clock() - dayMs);
      insert.run(
        token.hash,
        token.poolId,
        token.clientId,
        token.username,
        token.originJti,
        token.eventId,
        token.authTime,
        token.scope,
        token.expiresAt,
        token.revoked ? 1 : 0,
        token.replacedAt ?? null,
        encodeDetails(token),
      );
    },
    update(token) {
      update.run(
        token.scope,
        token.expiresAt,
        token.revoked ? 1 : 0,
        token.replacedAt ?? null,
        encodeDetails(token),
        token.hash,
      );
    },
    revokeOrigin(poolId, originJti) {
      transaction(() => {
        pruneOrigins(clock() - dayMs);
        revokeOriginTokens.run(poolId, originJti);
        revokeOrigin.run(poolId, originJti, clock());
      });
    },
    revokeUser(poolId, username) {
      transaction(() => {
        pruneOrigins(clock() - dayMs);
        revokeUserOrigins.run(clock(), poolId, username);
        revokeUserTokens.run(poolId, username);
      });
    },
    isOriginRevoked(poolId, originJti) {
      return isRevoked.get(poolId, originJti) !== undefined;
    },
  };
}

function toRecord({ replacedAt, details, ...row }: Row): RefreshTokenRecord {
  return {
    ...row,
    revoked: row.revoked === 1,
    ...(replacedAt === null ? {} : { replacedAt }),
    ...(details === null ? {} : { details: JSON.parse(details) }),
  };
}

const encodeDetails = ({ details }: RefreshTokenRecord) =>
  details === undefined ? null : JSON.stringify(details);

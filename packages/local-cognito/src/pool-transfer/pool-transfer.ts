import type { Cognito } from '../cognito.ts';
import { findPool } from '../pools/find-pool.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { documentKind, type Page, UserNameTaken } from '../storage/store.ts';
import { invalidParameter } from '../wire/errors.ts';
import { type PoolDocument, poolDocument } from './pool-document.ts';
import { shareableKinds, withoutClientSecrets } from './shareable.ts';

/** Pools as documents, to keep a known state beside the tests or to hand it to somebody. */
export interface PoolTransfer {
  /**
   * The same pool gives the same document. Without `secrets` nobody can sign in with what it holds: no passwords, TOTP
   * and client secrets, no signing keys, codes, devices or identity providers. Throws ResourceNotFoundException.
   */
  exportPool(poolId: string, options?: { secrets?: boolean }): Promise<PoolDocument>;
  /**
   * Writes all of it, or nothing. Throws InvalidParameterException when the pool exists and `replace` is not set, or when
   * one of its app clients is another pool's, and a ZodError for what is no such document.
   */
  importPool(document: PoolDocument, options?: { replace?: boolean }): void;
}

const pageSize = 1000;

export function createPoolTransfer(cognito: Cognito): PoolTransfer {
  const { store } = cognito;
  return {
    async exportPool(poolId, { secrets = false } = {}) {
      const pool = findPool(cognito, poolId);
      // A new pool's keys may still be in the making.
      if (secrets) await cognito.tokens.jwks(poolId);
      const clients = allOf((after) => store.clients.list(poolId, { limit: pageSize, after }));
      const users = allOf((after) => store.users.list(poolId, { limit: pageSize, after }));
      const documents = [...store.documents.all(poolId)];
      const keys = secrets ? store.keys.get(poolId) : undefined;
      const document = {
        format: 'local-cognito/pool',
        version: 1,
        pool,
        ...(keys && { keys }),
        clients: secrets ? clients : clients.map(withoutClientSecrets),
        users: secrets ? users.map(({ username }) => store.users.get(poolId, username)) : users,
        documents: secrets ? documents : documents.filter(({ kind }) => shareableKinds.has(kind)),
      };
      return inOrder(document) as PoolDocument;
    },

    importPool(given, { replace = false } = {}) {
      const document = poolDocument.parse(given);
      const { id: poolId } = document.pool;
      const pool = { ...document.pool, pool: { ...document.pool.pool, Id: poolId } } as unknown as PoolRecord;
      if (store.pools.get(poolId) && !replace) {
        throw invalidParameter(`User pool ${poolId} exists: import it with replace: true.`);
      }
      store.transaction(() => {
        // Without keys of its own the document keeps those that tokens out there are signed with.
        const keys = document.keys ?? store.keys.get(poolId);
        store.pools.delete(poolId);
        store.pools.put(pool);
        if (keys) store.keys.put(poolId, keys);
        for (const client of document.clients) {
          if (store.clients.get(client.id)) {
            throw invalidParameter(`App client ${client.id} belongs to another user pool.`);
          }
          store.clients.put(ownedBy(poolId, client));
        }
        for (const user of document.users) {
          insertUser(store, pool, { ...user, poolId } as unknown as UserRecord);
        }
        for (const { kind, id, owner, document: content } of document.documents) {
          store.documents.put(
            documentKind(kind),
            { poolId, id, ...(owner !== undefined && { owner }) },
            content,
          );
        }
      });
      cognito.tokens.prepareKeys(poolId);
    },
  };
}

function insertUser(store: Cognito['store'], pool: PoolRecord, user: UserRecord): void {
  try {
    store.users.insert(pool, user);
  } catch (error) {
    if (!(error instanceof UserNameTaken)) throw error;
    throw invalidParameter(
      `User ${user.username}: another user of the document has the sign-in name ${error.signInName}.`,
    );
  }
}

/** A copy with members sorted by name, so that two exports of the same pool can be compared line by line. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = given.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
}

function ownedBy(poolId: string, record: PoolDocument['clients'][number]): ClientRecord {
  const client = { ...record.client, ClientId: record.id, UserPoolId: poolId };
  return { ...record, poolId, client } as unknown as ClientRecord;
}

function allOf<T>(list: (after: string | undefined) => Page<T>): T[] {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = list(after);
    items.push(...page.items);
    after = page.nextToken;
  } while (after !== undefined);
  return items;
}

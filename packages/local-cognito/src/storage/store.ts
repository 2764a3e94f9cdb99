import type { LogEntry, LogFilter } from '../log-delivery/log-entry.ts';
import type {
  AuthSessionRecord,
  ClientRecord,
  ListedUser,
  PoolRecord,
  RefreshTokenRecord,
  UserRecord,
} from './records.ts';

export interface Page<T> {
  items: T[];
  /** Opaque; absent on the last page. */
  nextToken?: string;
}

/**
 * All state of the server. Calls are synchronous (node:sqlite) and durable against `kill -9` when they return.
 * Pools and clients are answered from memory; nothing here costs more as users grow.
 */
export interface Store {
  pools: {
    get(poolId: string): PoolRecord | undefined;
    put(record: PoolRecord): void;
    /** With its clients, users, tokens, sessions and keys. */
    delete(poolId: string): void;
    list(options: { limit: number; after?: string | undefined }): Page<PoolRecord>;
  };
  clients: {
    /** By client id alone, as public operations name it. */
    get(clientId: string): ClientRecord | undefined;
    put(record: ClientRecord): void;
    delete(clientId: string): void;
    list(poolId: string, options: { limit: number; after?: string | undefined }): Page<ClientRecord>;
  };
  users: {
    /** By what a person types: username, or e-mail / phone number / alias where the pool signs in with those. */
    find(pool: PoolRecord, signInName: string): UserRecord | undefined;
    get(poolId: string, username: string): UserRecord | undefined;
    /** Throws `UserNameTaken` when another user owns one of its sign-in names. */
    insert(pool: PoolRecord, user: UserRecord): void;
    update(pool: PoolRecord, user: UserRecord): void;
    delete(poolId: string, username: string): void;
    count(poolId: string): number;
    list(
      poolId: string,
      options: { limit: number; after?: string | undefined; filter?: UserFilter | undefined },
    ): Page<ListedUser>;
  };
  refreshTokens: {
    get(hash: string): RefreshTokenRecord | undefined;
    /** Those of a user that are neither revoked nor expired, oldest sign-in first. */
    listUser(poolId: string, username: string): RefreshTokenRecord[];
    insert(record: RefreshTokenRecord): void;
    /** Replaces the record with the same hash. */
    update(record: RefreshTokenRecord): void;
    /** Marks every token of this sign-in revoked. */
    revokeOrigin(poolId: string, originJti: string): void;
    revokeUser(poolId: string, username: string): void;
    /** True when access tokens with this `origin_jti` have been revoked. */
    isOriginRevoked(poolId: string, originJti: string): boolean;
  };
  sessions: {
    /** Replaces the record with the same id. */
    insert(record: AuthSessionRecord): void;
    get(id: string): AuthSessionRecord | undefined;
    /** False when it was used already. */
    markUsed(id: string): boolean;
  };
  keys: {
    /** PKCS#8 PEM of the pool's signing keys. */
    get(poolId: string): PoolKeys | undefined;
    put(poolId: string, keys: PoolKeys): void;
  };
  /**
   * Everything else that a pool or one of its users owns: groups, devices, codes, identity providers, … A kind is
   * declared by the feature that keeps it; a new kind needs no new table.
   */
  documents: {
    get<T>(kind: DocumentKind<T>, poolId: string, id: string): T | undefined;
    /** By an id that is unique over all pools, such as a domain. */
    findById<T>(kind: DocumentKind<T>, id: string): { poolId: string; document: T } | undefined;
    /** `owner` is the username of the user with whom the document is deleted. */
    put<T>(kind: DocumentKind<T>, key: { poolId: string; id: string; owner?: string }, document: T): void;
    /** Every document of a pool, by kind and id. */
    all(poolId: string): Iterable<StoredDocument>;
    /** False when there was none. */
    delete(kind: DocumentKind<unknown>, poolId: string, id: string): boolean;
    /** In the order of their ids; `prefix` narrows to ids that start with it. */
    list<T>(
      kind: DocumentKind<T>,
      poolId: string,
      options: { limit: number; after?: string | undefined; prefix?: string | undefined },
    ): Page<T>;
  };
  /** How many there are of what quotas limit. */
  count: {
    pools(): number;
    clients(poolId: string): number;
    /** Documents of a kind, by its name; only those that `owner` owns, when one is given. */
    documents(of: { kind: string; poolId: string; owner?: string | undefined }): number;
  };
  /** Messages that AWS would have sent, for people who test. */
  messages: {
    add(message: Message): void;
    /** The oldest first. */
    list(filter?: MessageFilter): Message[];
  };
  /** What pools exported, see {@link LogEntry}, for people who test. */
  logs: {
    add(entry: LogEntry): void;
    /** The oldest first. */
    list(filter?: LogFilter): LogEntry[];
  };
  /** Runs `work` in one transaction: all of it or nothing. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** A document with all that is known about it. */
interface StoredDocument {
  kind: string;
  id: string;
  owner?: string;
  document: unknown;
}

/** A kind of document, such as `documentKind<Group>('group')`. */
export interface DocumentKind<T> {
  name: string;
  /** Never there: carries the type. */
  readonly document?: T;
}

export function documentKind<T>(name: string): DocumentKind<T> {
  return { name };
}

export interface PoolKeys {
  id: { kid: string; privateKeyPem: string };
  access: { kid: string; privateKeyPem: string };
}

export interface UserFilter {
  attribute: string;
  value: string;
  match: 'equals' | 'prefix';
}

/** What of a message must be as given; what is left out may be anything. */
export type MessageFilter = {
  [Member in 'to' | 'poolId' | 'username' | 'purpose']?: string | undefined;
};

export interface Message {
  /** Epoch ms. */
  at: number;
  poolId: string;
  username: string;
  medium: 'EMAIL' | 'SMS';
  to: string;
  subject?: string;
  body: string;
  /** Why it was sent, as CustomMessage's trigger sources end: `SignUp`, `ForgotPassword`, … */
  purpose?: string;
  /** What the body carries: a code, or the temporary password of an invitation. */
  code?: string;
}

/** `signInName` belongs to another user of the pool. */
export class UserNameTaken extends Error {
  readonly signInName: string;
  constructor(signInName: string) {
    super(`sign-in name ${signInName} is taken`);
    this.signInName = signInName;
  }
}

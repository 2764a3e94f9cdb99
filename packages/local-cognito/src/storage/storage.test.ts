import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { applyPoolSettings } from '../pools/pool-defaults.ts';
import { newSchema } from '../pools/schema-attributes.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import type {
  AuthSessionRecord,
  ClientRecord,
  PoolRecord,
  RefreshTokenRecord,
  UserRecord,
} from './records.ts';
import { UserNameTaken } from './store.ts';

const hour = 3_600_000;

function aPool(id: string, members: Partial<PoolRecord['pool']> = {}): PoolRecord {
  const fixed = { Id: id, Name: id, Arn: `arn:${id}`, SchemaAttributes: newSchema([]) };
  return {
    id,
    pool: { ...applyPoolSettings(fixed, {}), ...members },
    mfa: { mode: 'OFF', softwareToken: false },
  };
}

function aUser(username: string, members: Partial<UserRecord> = {}): UserRecord {
  return {
    poolId: 'p_1',
    username,
    sub: `sub-of-${username}`,
    attributes: {},
    status: 'CONFIRMED',
    enabled: true,
    mfa: { enabled: [] },
    failedSignIns: { count: 0, lastAt: 0 },
    createdAt: 1,
    updatedAt: 1,
    ...members,
  };
}

function aRefreshToken(hash: string, members: Partial<RefreshTokenRecord> = {}): RefreshTokenRecord {
  return {
    hash,
    poolId: 'p_1',
    clientId: 'client',
    username: 'alice',
    originJti: `origin-of-${hash}`,
    eventId: 'event',
    authTime: 1,
    scope: 'aws.cognito.signin.user.admin',
    expiresAt: 30 * 24 * hour,
    revoked: false,
    ...members,
  };
}

const aSession = (id: string, expiresAt = hour): AuthSessionRecord => ({
  id,
  poolId: 'p_1',
  clientId: 'client',
  expiresAt,
  used: false,
  state: { challenge: 'SOFTWARE_TOKEN_MFA', username: 'alice' },
});

const aClient = (id: string, poolId = 'p_1'): ClientRecord => ({
  id,
  poolId,
  client: { ClientId: id, UserPoolId: poolId, ClientName: 'web', ClientSecret: 'secret-of-the-client' },
});

function openWithPool(pool = aPool('p_1'), options: Partial<StoreOptions> = {}) {
  const store = openStore({ file: ':memory:', ...options });
  store.pools.put(pool);
  return { store, pool, [Symbol.dispose]: () => store.close() };
}

it('gives back after a restart what was stored', () => {
  using folder = temporaryFolder();
  const options = { file: join(folder.path, 'cognito.db'), encryptionKey: randomBytes(32) };
  const pool = aPool('p_1');
  const user = aUser('alice', {
    attributes: { email: 'a@example.com' },
    password: { salt: '00ff', verifier: 'abcd', setAt: 5 },
    passwordHistory: [{ salt: '01', verifier: '02', setAt: 3 }],
    totp: { secret: 'BASE32', verified: true },
    pendingTotpSecret: 'OTHER32',
  });
  const keys = { id: { kid: '1', privateKeyPem: 'one' }, access: { kid: '2', privateKeyPem: 'two' } };
  const before = openStore(options);
  before.pools.put(pool);
  before.clients.put(aClient('client'));
  before.users.insert(pool, user);
  before.refreshTokens.insert(aRefreshToken('hash'));
  before.sessions.insert(aSession('session'));
  before.keys.put('p_1', keys);
  before.close();

  const after = openStore(options);
  expect(after.pools.get('p_1')).toEqual(pool);
  expect(after.clients.get('client')).toEqual(aClient('client'));
  expect(after.users.get('p_1', 'alice')).toEqual(user);
  expect(after.refreshTokens.get('hash')).toEqual(aRefreshToken('hash'));
  expect(after.sessions.get('session')).toEqual(aSession('session'));
  expect(after.keys.get('p_1')).toEqual(keys);
  after.close();
});

it('writes no secret to the file as text', () => {
  using folder = temporaryFolder();
  const store = openStore({ file: join(folder.path, 'cognito.db'), encryptionKey: randomBytes(32) });
  const pool = aPool('p_1');
  store.pools.put(pool);
  store.clients.put(aClient('client'));
  const user = aUser('alice', {
    password: { salt: '00', verifier: 'VERIFIER-TEXT', setAt: 1 },
    passwordHistory: [{ salt: '00', verifier: 'EARLIER-VERIFIER-TEXT', setAt: 1 }],
    totp: { secret: 'TOTP-TEXT', verified: true },
    pendingTotpSecret: 'PENDING-TEXT',
  });
  store.users.insert(pool, user);
  const key = { kid: 'k', privateKeyPem: 'PRIVATE-KEY-TEXT' };
  store.keys.put('p_1', { id: key, access: key });
  store.sessions.insert({ ...aSession('s'), state: { challenge: 'MFA_SETUP', secret: 'SESSION-TEXT' } });
  store.messages.add({
    at: 1,
    poolId: 'p_1',
    username: 'alice',
    medium: 'EMAIL',
    to: 'a',
    body: 'MESSAGE-TEXT',
  });
  const files = readdirSync(folder.path).map((name) => readFileSync(join(folder.path, name), 'latin1'));
  const content = files.join('');
  expect(content).toContain('sub-of-alice');
  expect(content).not.toMatch(
    /(VERIFIER|TOTP|PENDING|PRIVATE-KEY|SESSION|MESSAGE)-TEXT|secret-of-the-client/,
  );
  store.close();
});

it('does not open a sealed value that was moved to another row', () => {
  using folder = temporaryFolder();
  const options = { file: join(folder.path, 'cognito.db'), encryptionKey: randomBytes(32) };
  const store = openStore(options);
  const pool = aPool('p_1');
  store.pools.put(pool);
  store.users.insert(pool, aUser('alice', { password: { salt: '00', verifier: 'aa', setAt: 1 } }));
  store.users.insert(pool, aUser('mallory', { password: { salt: '00', verifier: 'bb', setAt: 1 } }));
  store.close();
  const db = new DatabaseSync(options.file);
  const sealedOfMallory = "(SELECT sealed FROM users WHERE username = 'mallory')";
  db.exec(`UPDATE users SET sealed = ${sealedOfMallory} WHERE username = 'alice'`);
  db.close();
  const after = openStore(options);
  expect(() => after.users.get('p_1', 'alice')).toThrow();
  expect(after.users.get('p_1', 'mallory')?.password?.verifier).toBe('bb');
  after.close();
});

it('finds a user by each sign-in name of the pool, and by no other attribute', () => {
  using opened = openWithPool(
    aPool('p_1', {
      AliasAttributes: ['email', 'preferred_username'],
      UsernameConfiguration: { CaseSensitive: false },
    }),
  );
  const { store, pool } = opened;
  const attributes = { email: 'a@example.com', phone_number: '+15550100', preferred_username: 'Ally' };
  store.users.insert(pool, aUser('alice', { attributes, status: 'UNCONFIRMED' }));
  const find = (name: string) => store.users.find(pool, name)?.username;
  expect([find('ALICE'), find('a@example.com'), find('ally'), find('+15550100')]).toEqual([
    'alice',
    undefined,
    undefined,
    undefined,
  ]);
  const verified = { ...attributes, email_verified: 'true', phone_number_verified: 'true' };
  store.users.update(pool, aUser('alice', { attributes: verified }));
  expect([find('A@Example.com'), find('ally'), find('+15550100')]).toEqual(['alice', 'alice', undefined]);
});

it('lets nobody take a sign-in name that is somebody’s, and undoes the whole write', () => {
  using opened = openWithPool(aPool('p_1', { UsernameAttributes: ['email'] }));
  const { store, pool } = opened;
  store.users.insert(pool, aUser('1', { attributes: { email: 'a@example.com' } }));
  store.users.insert(pool, aUser('2', { attributes: { email: 'b@example.com' } }));
  const taken = aUser('3', { attributes: { email: 'a@example.com' } });
  expect(() => store.users.insert(pool, taken)).toThrow(UserNameTaken);
  expect(() => store.users.update(pool, aUser('2', { attributes: { email: 'a@example.com' } }))).toThrow(
    UserNameTaken,
  );
  expect(store.users.count('p_1')).toBe(2);
  expect(store.users.get('p_1', '3')).toBeUndefined();
  expect(store.users.find(pool, 'b@example.com')?.username).toBe('2');
  store.users.delete('p_1', '1');
  expect(store.users.find(pool, 'a@example.com')).toBeUndefined();
  store.users.insert(pool, taken);
  expect(store.users.find(pool, 'a@example.com')?.username).toBe('3');
});

it('keeps equal names in two pools apart', () => {
  using opened = openWithPool();
  const { store, pool } = opened;
  const other = aPool('p_2');
  store.pools.put(other);
  store.users.insert(pool, aUser('alice', { sub: 'first' }));
  store.users.insert(other, aUser('alice', { poolId: 'p_2', sub: 'second' }));
  store.clients.put(aClient('client-of-first'));
  store.clients.put(aClient('client-of-second', 'p_2'));
  store.pools.delete('p_1');
  expect(store.users.find(pool, 'alice')).toBeUndefined();
  expect(store.clients.get('client-of-first')).toBeUndefined();
  expect(store.users.find(other, 'alice')?.sub).toBe('second');
  expect(store.clients.get('client-of-second')?.poolId).toBe('p_2');
});

it('undoes a failed transaction, in memory too, and only the inner part when the outer one goes on', () => {
  using opened = openWithPool();
  const { store } = opened;
  const rename = (name: string) => store.pools.put(aPool('p_1', { Name: name }));
  const fail = (name: string) => () =>
    store.transaction(() => {
      rename(name);
      throw new Error('changed my mind');
    });
  expect(fail('lost')).toThrow('changed my mind');
  expect(store.pools.get('p_1')?.pool.Name).toBe('p_1');
  store.transaction(() => {
    rename('kept');
    expect(fail('lost')).toThrow('changed my mind');
  });
  expect(store.pools.get('p_1')?.pool.Name).toBe('kept');
});

it('hands out records that nobody can change in place', () => {
  using opened = openWithPool();
  const record = opened.store.pools.get('p_1');
  expect(() => Object.assign(record?.pool.Policies?.PasswordPolicy ?? {}, { MinimumLength: 1 })).toThrow(
    TypeError,
  );
});

it('revokes the tokens of one sign-in, or of one user, and of no other', () => {
  using opened = openWithPool();
  const { refreshTokens } = opened.store;
  refreshTokens.insert(aRefreshToken('first'));
  refreshTokens.insert(aRefreshToken('second'));
  refreshTokens.insert(aRefreshToken('bobs', { username: 'bob' }));
  const revoked = () => ['first', 'second', 'bobs'].map((hash) => refreshTokens.get(hash)?.revoked);
  const origins = () =>
    ['first', 'second', 'bobs'].map((hash) => refreshTokens.isOriginRevoked('p_1', `origin-of-${hash}`));
  refreshTokens.revokeOrigin('p_1', 'origin-of-first');
  expect([revoked(), origins()]).toEqual([
    [true, false, false],
    [true, false, false],
  ]);
  refreshTokens.revokeUser('p_1', 'alice');
  expect([revoked(), origins()]).toEqual([
    [true, true, false],
    [true, true, false],
  ]);
});

it('lets a session be used once', () => {
  using opened = openWithPool();
  const { sessions } = opened.store;
  sessions.insert(aSession('s'));
  expect([sessions.markUsed('s'), sessions.markUsed('s'), sessions.markUsed('unknown')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(sessions.get('s')?.used).toBe(true);
});

it('forgets sessions and refresh tokens some time after they expire', () => {
  let now = 0;
  using opened = openWithPool(aPool('p_1'), { clock: () => now });
  const { sessions, refreshTokens } = opened.store;
  sessions.insert(aSession('old', hour));
  refreshTokens.insert(aRefreshToken('old', { expiresAt: hour }));
  now = 1.5 * hour;
  for (let index = 0; index < 200; index += 1) sessions.insert(aSession(`a${index}`, 10 * hour));
  expect(sessions.get('old')).toBeDefined();
  now = 48 * hour;
  for (let index = 0; index < 200; index += 1) {
    sessions.insert(aSession(`b${index}`, 100 * hour));
    refreshTokens.insert(aRefreshToken(`b${index}`));
  }
  expect(sessions.get('old')).toBeUndefined();
  expect(refreshTokens.get('old')).toBeUndefined();
  expect(sessions.get('b0')).toBeDefined();
});

it('keeps the last 1,000 messages and lists them by address', () => {
  using opened = openWithPool();
  const { messages } = opened.store;
  for (let index = 0; index < 1005; index += 1) {
    const to = index % 2 === 0 ? 'even' : 'odd';
    messages.add({ at: index, poolId: 'p_1', username: 'alice', medium: 'SMS', to, body: 'x' });
  }
  expect(messages.list()).toHaveLength(1000);
  expect(messages.list({ to: 'odd' }).at(0)?.at).toBe(5);
});

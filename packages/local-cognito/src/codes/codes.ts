import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { CognitoError } from '../wire/errors.ts';
import { checkHourlyLimit, countAttempt, type LimitedAction } from './hourly-limit.ts';

interface StoredCode {
  code: string;
  /** Epoch ms. */
  expiresAt: number;
  data?: Record<string, unknown>;
}

const codeKind = documentKind<StoredCode>('code');

const wrongCodesPerHour = 15;

/** The limit on the wrong codes that somebody sends; `name` as in {@link LimitedAction}. */
export function wrongCodes(pool: PoolRecord, name: string, purpose: string): LimitedAction {
  return { pool, name, action: `code:${purpose}`, perHour: wrongCodesPerHour };
}

/** What a code is for. A user has at most one code per purpose: a new one replaces the last. */
export interface CodeKey {
  pool: PoolRecord;
  user: UserRecord;
  /** Such as `sign-up`; without spaces. */
  purpose: string;
}

/** Makes a code of that many digits, kept sealed until it is taken. `data` comes back from {@link takeCode}. */
export function createCode(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  {
    digits,
    validForMs,
    data,
    ...key
  }: CodeKey & { digits: number; validForMs: number; data?: Record<string, unknown> },
): string {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0');
  const expiresAt = cognito.clock() + validForMs;
  const owner = key.user.username;
  cognito.store.documents.put(
    codeKind,
    { poolId: key.pool.id, id: idOf(key), owner },
    { code, expiresAt, ...(data && { data }) },
  );
  return code;
}

/** What {@link createCode} keeps with the code; `undefined` when there is no code, or it has expired. */
export function pendingCode(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  key: CodeKey,
): Pick<StoredCode, 'data' | 'expiresAt'> | undefined {
  const stored = cognito.store.documents.get(codeKind, key.pool.id, idOf(key));
  return stored && cognito.clock() < stored.expiresAt ? stored : undefined;
}

/**
 * Takes a code: it is gone when this answers, so one code opens one thing once. Inside `store.transaction` a later
 * failure gives it back.
 *
 * Throws ExpiredCodeException (never requested, or too old), CodeMismatchException, or LimitExceededException after 15
 * wrong codes within an hour.
 */
export function takeCode(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  key: CodeKey,
  code: string,
): Record<string, unknown> {
  const limited = wrongCodes(key.pool, key.user.username, key.purpose);
  checkHourlyLimit(cognito, limited);
  const stored = cognito.store.documents.get(codeKind, key.pool.id, idOf(key));
  const isRight = stored !== undefined && isSameCode(stored.code, code);
  if (!isRight) countAttempt(cognito, limited);
  if (!stored || cognito.clock() >= stored.expiresAt) throw expiredCode();
  if (!isRight) throw codeMismatch();
  cognito.store.documents.delete(codeKind, key.pool.id, idOf(key));
  return stored.data ?? {};
}

/** Forgets a code that nobody shall use any more. */
export function dropCode(cognito: Pick<Cognito, 'store'>, key: CodeKey): void {
  cognito.store.documents.delete(codeKind, key.pool.id, idOf(key));
}

export const codeMismatch = () =>
  new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.');

export const expiredCode = () =>
  new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

const idOf = ({ user, purpose }: CodeKey) => `${purpose} ${user.username}`;

function isSameCode(expected: string, received: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(received)];
  return a.length === b.length && timingSafeEqual(a, b);
}

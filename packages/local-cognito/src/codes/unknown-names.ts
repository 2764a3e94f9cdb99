/*
 * Codes of nobody: where a client hides who exists, a name that no user has gets the answers of a user who asked for a
 * code, and of one who did not. Nothing is ever right.
 */
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { nameKey } from '../storage/sign-in-names.ts';
import type { Store } from '../storage/store.ts';
import { codeMismatch, expiredCode, wrongCodes } from './codes.ts';
import { checkHourlyLimit, countAttempt } from './hourly-limit.ts';

interface UnknownCode {
  pool: PoolRecord;
  /** As typed. */
  name: string;
  purpose: string;
}

const maxNames = 10_000;

/** When each code that was never made would expire, in epoch ms. */
const pretended = new WeakMap<Store, Map<string, number>>();

/** As if a code had been made and sent. */
export function pretendCode(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  { validForMs, ...code }: UnknownCode & { validForMs: number },
): void {
  const names = pretendedOf(cognito.store);
  names.delete(keyOf(code));
  names.set(keyOf(code), cognito.clock() + validForMs);
  const oldest = names.keys().next().value;
  if (names.size > maxNames && oldest !== undefined) names.delete(oldest);
}

/** Throws what `takeCode` would throw for a wrong code. */
export function refuseCode(cognito: Pick<Cognito, 'store' | 'clock'>, code: UnknownCode): never {
  const limited = wrongCodes(code.pool, code.name, code.purpose);
  checkHourlyLimit(cognito, limited);
  countAttempt(cognito, limited);
  const expiresAt = pretendedOf(cognito.store).get(keyOf(code)) ?? 0;
  throw cognito.clock() < expiresAt ? codeMismatch() : expiredCode();
}

function pretendedOf(store: Store): Map<string, number> {
  const known = pretended.get(store);
  if (known) return known;
  const names = new Map<string, number>();
  pretended.set(store, names);
  return names;
}

const keyOf = ({ pool, name, purpose }: UnknownCode) => `${pool.id} ${purpose} ${nameKey(pool, name)}`;

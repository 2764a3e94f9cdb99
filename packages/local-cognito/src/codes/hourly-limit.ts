import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { nameKey } from '../storage/sign-in-names.ts';
import type { Store } from '../storage/store.ts';
import { CognitoError } from '../wire/errors.ts';

const hourMs = 60 * 60 * 1000;
const maxNames = 10_000;

const attempts = new WeakMap<Store, Map<string, number[]>>();

export interface LimitedAction {
  pool: PoolRecord;
  /** The user's username; or, for a name that nobody has, the name as typed: it is limited alike. */
  name: string;
  /** What is counted, such as `ForgotPassword`. */
  action: string;
  perHour: number;
}

/** Refuses with LimitExceededException when the name has done this too often within the last hour. */
export function checkHourlyLimit(cognito: Pick<Cognito, 'store' | 'clock'>, limited: LimitedAction): void {
  const recent = recentAttempts(cognito, limited);
  if (recent.length >= limited.perHour) {
    throw new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  }
}

/** Counts one attempt. In memory: a new start of the server forgets them. */
export function countAttempt(cognito: Pick<Cognito, 'store' | 'clock'>, limited: LimitedAction): void {
  const names = namesOf(cognito.store);
  const key = keyOf(limited);
  const recent = [...recentAttempts(cognito, limited), cognito.clock()];
  names.delete(key);
  names.set(key, recent);
  const oldest = names.keys().next().value;
  if (names.size > maxNames && oldest !== undefined) names.delete(oldest);
}

function recentAttempts(
  { store, clock }: Pick<Cognito, 'store' | 'clock'>,
  limited: LimitedAction,
): number[] {
  const from = clock() - hourMs;
  return (namesOf(store).get(keyOf(limited)) ?? []).filter((at) => at > from);
}

function namesOf(store: Store): Map<string, number[]> {
  const known = attempts.get(store);
  if (known) return known;
  const names = new Map<string, number[]>();
  attempts.set(store, names);
  return names;
}

const keyOf = ({ pool, name, action }: LimitedAction) => `${pool.id} ${action} ${nameKey(pool, name)}`;

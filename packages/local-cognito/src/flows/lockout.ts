/*
 * Back-off after wrong passwords and codes: five are free, then each locks the name for twice as long as the last, from
 * one second to a quarter of an hour. Names that nobody owns are locked alike, so that a lock reveals no user.
 */
import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { notAuthorized } from '../wire/errors.ts';
import { changeUser } from './change-user.ts';

type Failures = UserRecord['failedSignIns'];

/** Whose attempts are counted: a user, or a name that no user has. */
export type Subject = { user: UserRecord } | { unknownName: string };

const freeAttempts = 5;
const maxLockMs = 15 * 60 * 1000;
const maxUnknownNames = 10_000;
const none: Failures = { count: 0, lastAt: 0 };

const unknownNames = new WeakMap<Store, Map<string, Failures>>();

/** Throws NotAuthorizedException while the subject is locked. */
export function checkNotLocked(cognito: Cognito, pool: PoolRecord, subject: Subject): void {
  const { count, lastAt } = failuresOf(cognito, pool, subject);
  if (count < freeAttempts) return;
  const lockMs = Math.min(1000 * 2 ** (count - freeAttempts), maxLockMs);
  if (cognito.clock() < lastAt + lockMs) throw notAuthorized('Password attempts exceeded');
}

/** Counts one wrong password or code. */
export function recordFailure(cognito: Cognito, pool: PoolRecord, subject: Subject): void {
  const failures = { count: failuresOf(cognito, pool, subject).count + 1, lastAt: cognito.clock() };
  if ('user' in subject) {
    changeUser(cognito, pool, subject.user.username, (user) => ({ ...user, failedSignIns: failures }));
    return;
  }
  const names = unknownNamesOf(cognito.store);
  const key = keyOf(pool, subject.unknownName);
  names.delete(key);
  names.set(key, failures);
  const oldest = names.keys().next().value;
  if (names.size > maxUnknownNames && oldest !== undefined) names.delete(oldest);
}

/** After a complete sign-in; writes only when there is something to forget. */
export function clearFailures(cognito: Cognito, pool: PoolRecord, user: UserRecord): void {
  if (user.failedSignIns.count === 0) return;
  changeUser(cognito, pool, user.username, (current) => ({ ...current, failedSignIns: none }));
}

/**
 * Failures are forgotten a quarter of an hour after the last. Read anew each time: other attempts may have failed since the
 * caller read the user.
 */
function failuresOf({ store, clock }: Cognito, pool: PoolRecord, subject: Subject): Failures {
  const failures =
    ('user' in subject
      ? store.users.get(pool.id, subject.user.username)?.failedSignIns
      : unknownNamesOf(store).get(keyOf(pool, subject.unknownName))) ?? none;
  return clock() - failures.lastAt >= maxLockMs ? none : failures;
}

function unknownNamesOf(store: Store): Map<string, Failures> {
  const known = unknownNames.get(store);
  if (known) return known;
  const names = new Map<string, Failures>();
  unknownNames.set(store, names);
  return names;
}

const keyOf = (pool: PoolRecord, name: string) => `${pool.id}/${name.toLowerCase()}`;

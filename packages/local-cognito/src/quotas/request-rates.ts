import type { Clock } from '../clock.ts';
import { CognitoError } from '../wire/errors.ts';
import {
  categoryOf,
  categoryRates,
  perPoolCategories,
  perPoolRate,
  perUserRate,
  type RequestCategory,
  userAccess,
} from './categories.ts';
import { createTokenBuckets } from './token-bucket.ts';

/** Whom a call is about, as far as its input tells. */
export interface CallSubject {
  poolId: string | undefined;
  username: string | undefined;
}

/** Counts calls against Cognito's request rates; see {@link categoryRates}. */
export function createRequestRates(
  clock: Clock,
  overrides: Partial<Record<RequestCategory, number>> | undefined,
) {
  const rates: Record<RequestCategory, number> = { ...categoryRates, ...overrides };
  const buckets = createTokenBuckets(clock);

  const take = (key: string, perSecond: number) => {
    if (!buckets.take(key, perSecond)) throw new CognitoError('TooManyRequestsException', 'Rate exceeded');
  };

  return {
    /** Against the account's rate for the operation's category. Throws TooManyRequestsException. */
    takeForAccount(operation: string): void {
      const category = categoryOf(operation);
      take(category, rates[category]);
    },
    /** Against the rates that hold for one pool and for one user. Throws TooManyRequestsException. */
    takeForSubject(operation: string, { poolId, username }: CallSubject): void {
      if (poolId === undefined) return;
      const category = categoryOf(operation);
      if (perPoolCategories.has(category)) take(`${operation} ${poolId}`, perPoolRate);
      const access = userAccess[category];
      if (access && username !== undefined) take(`${access} ${poolId} ${username}`, perUserRate);
    },
  };
}

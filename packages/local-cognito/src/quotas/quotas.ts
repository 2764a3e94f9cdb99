import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { categoryRates, type RequestCategory } from './categories.ts';
import { type CallSubject, createRequestRates } from './request-rates.ts';
import { checkResourceQuota, type QuotaResource, resourceQuotas } from './resource-quotas.ts';

/** Instead of AWS's default values, for an account whose quotas were raised or for a test that wants them low. */
export interface QuotaOverrides {
  /** Requests per second by category, 0 refuses all. */
  requestsPerSecond?: Partial<Record<RequestCategory, number>>;
  /** How many there may be, by kind of resource. */
  resources?: Partial<Record<QuotaResource, number>>;
  /** E-mails that pools with Cognito's own sender (COGNITO_DEFAULT) may send from one 09:00 UTC to the next. */
  emailsPerDay?: number;
}

/** `off` counts nothing; `aws` is a new account's quotas; an object is those with changes. */
export type QuotaSettings = 'off' | 'aws' | QuotaOverrides;

const amount = z.int().min(0);

/** Reads quota settings that come from a file or a command line. */
export const quotaSettings: z.ZodType<QuotaSettings> = z.union([
  z.enum(['off', 'aws']),
  z.strictObject({
    requestsPerSecond: z.partialRecord(keysOf(categoryRates), amount).optional(),
    resources: z.partialRecord(keysOf(resourceQuotas), amount).optional(),
    emailsPerDay: amount.optional(),
  }),
]) as z.ZodType<QuotaSettings>;

function keysOf<T extends object>(table: T) {
  return z.enum(Object.keys(table) as [keyof T & string]);
}

/** The gates a call passes. */
export interface Quotas {
  /** Before the input is read. Throws TooManyRequestsException. */
  beforeInput(operation: string): void;
  /** When it is known whom the call is about. Throws TooManyRequestsException or LimitExceededException. */
  beforeWork(operation: string, input: unknown, subject: CallSubject): void;
}

/** `undefined` when quotas are off. Request rates are counted on the server's own clock. */
export function createQuotas(
  settings: QuotaSettings,
  cognito: Pick<Cognito, 'clock' | 'store'>,
): Quotas | undefined {
  if (settings === 'off') return undefined;
  const overrides = settings === 'aws' ? {} : settings;
  const rates = createRequestRates(cognito.clock, overrides.requestsPerSecond);
  return {
    beforeInput: rates.takeForAccount,
    beforeWork(operation, input, subject) {
      rates.takeForSubject(operation, subject);
      const { poolId } = subject;
      checkResourceQuota({ operation, input, poolId, store: cognito.store, overrides: overrides.resources });
    },
  };
}

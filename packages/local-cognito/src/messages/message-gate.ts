import type { Clock } from '../clock.ts';
import type { FaultInjection } from '../faults/faults.ts';
import { createDailyEmails, dailyEmails } from '../quotas/daily-emails.ts';
import type { QuotaSettings } from '../quotas/quotas.ts';
import type { PoolRecord } from '../storage/records.ts';
import type { Medium } from './purpose.ts';

/**
 * What a message passes before Cognito sends it. Throws CodeDeliveryFailureException for a fault that was set, and
 * LimitExceededException when the account's e-mails of the day are used up.
 */
export type MessageGate = (pool: PoolRecord, medium: Medium) => Promise<void>;

export function createMessageGate({
  clock,
  faults,
  quotas = 'off',
}: {
  clock: Clock;
  faults: Pick<FaultInjection, 'beforeMessage'>;
  quotas: QuotaSettings | undefined;
}): MessageGate {
  const limit = typeof quotas === 'object' ? (quotas.emailsPerDay ?? dailyEmails) : dailyEmails;
  const emails = quotas === 'off' ? undefined : createDailyEmails(clock, limit);
  return async ({ pool }, medium) => {
    await faults.beforeMessage();
    const isByCognito = pool.EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER';
    if (medium === 'EMAIL' && isByCognito) emails?.take();
  };
}

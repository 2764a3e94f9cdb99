import type { Clock } from '../clock.ts';
import { CognitoError } from '../wire/errors.ts';

/** Per account and day with Cognito's own sender (developer guide, "Quotas"); a new day begins at 09:00 UTC. */
export const dailyEmails = 50;
const resetAtHour = 9;
const hourMs = 60 * 60 * 1000;

/** Counts e-mails of one day on the server's clock, in memory. */
export function createDailyEmails(clock: Clock, limit: number) {
  let day: number | undefined;
  let sent = 0;
  return {
    /** Throws LimitExceededException when the day's e-mails are used up. */
    take(): void {
      const today = Math.floor((clock() - resetAtHour * hourMs) / (24 * hourMs));
      if (today !== day) sent = 0;
      day = today;
      if (sent >= limit) {
        throw new CognitoError(
          'LimitExceededException',
          'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.',
        );
      }
      sent += 1;
    },
  };
}

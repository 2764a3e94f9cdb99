import * as z from 'zod';
import { epochSeconds } from '../clock.ts';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { resourceNotFound } from '../wire/errors.ts';
import { matching } from '../wire/fields.ts';
import { listAuthEvents, putAuthEvent } from './auth-event.ts';

export const feedbackSettings = z.object({
  EventId: matching('[\\w+-]+').min(1).max(50),
  FeedbackValue: z.enum(['Valid', 'Invalid']),
});

/** Notes on the event what an administrator says of it. Throws ResourceNotFoundException for an event the user lacks. */
export function giveFeedback(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  { EventId, FeedbackValue }: z.output<typeof feedbackSettings>,
): void {
  const event = listAuthEvents(cognito, pool, user).find((other) => other.EventId === EventId);
  if (!event) throw resourceNotFound(`Authentication event ${EventId} does not exist.`);
  const FeedbackDate = epochSeconds(cognito.clock);
  putAuthEvent(cognito, pool, user, {
    ...event,
    EventFeedback: { FeedbackValue, Provider: 'Admin', FeedbackDate },
  });
}

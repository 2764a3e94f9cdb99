import * as z from 'zod';
import { documentKind } from '../storage/store.ts';
import { matching } from '../wire/fields.ts';

/** What somebody said about a sign-in. */
export interface AuthEventFeedback {
  FeedbackValue: 'Valid' | 'Invalid';
  Provider: 'Admin' | 'User';
  /** Epoch seconds. */
  FeedbackDate: number;
}

/** Ids are `<username>/<event id>`. */
export const feedbackKind = documentKind<AuthEventFeedback>('auth-event-feedback');

export const feedbackSettings = z.object({
  EventId: matching('[\\w+-]+').min(1).max(50),
  FeedbackValue: z.enum(['Valid', 'Invalid']),
});

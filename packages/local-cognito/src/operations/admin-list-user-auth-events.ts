import * as z from 'zod';
import { decodeCursor, toPage } from '../storage/paging.ts';
import { listAuthEvents } from '../threat-protection/auth-event.ts';
import { checkThreatProtection } from '../threat-protection/risk-configuration.ts';
import { findUser } from '../users/find-user.ts';
import { pageSize, pagingToken, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const maxEvents = 60;

/** The newest first; of events that were pushed out meanwhile, a later page shows none. */
export default defineOperation({
  name: 'AdminListUserAuthEvents',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    MaxResults: pageSize(0, maxEvents).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, Username, MaxResults, NextToken }, cognito) {
    checkThreatProtection(cognito, UserPoolId);
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const [last] = NextToken === undefined ? [] : decodeCursor(NextToken, 1);
    const events = listAuthEvents(cognito, pool, user);
    const shown = events.findIndex(({ EventId }) => EventId === last);
    const rows = last !== undefined && shown < 0 ? [] : events.slice(shown + 1);
    const page = toPage(
      rows,
      MaxResults || maxEvents,
      (event) => event,
      ({ EventId }) => [EventId],
    );
    return { AuthEvents: page.items, NextToken: page.nextToken };
  },
});

import * as z from 'zod';
import { describeSessions } from '../user-sessions/token-sessions.ts';
import { pagingToken, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** One page holds all: a user has at most 100 sessions. */
export default defineOperation({
  name: 'ListUserSessions',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, NextToken: pagingToken.optional() }),
  handle({ AccessToken }, cognito) {
    const { pool, user, eventId } = cognito.tokens.verifyAccessToken(AccessToken);
    return { Sessions: describeSessions(cognito, pool, user, eventId) };
  },
});

import * as z from 'zod';
import { describeSessions } from '../user-sessions/token-sessions.ts';
import { findUser } from '../users/find-user.ts';
import { pagingToken, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** One page holds all: a user has at most 100 sessions. */
export default defineOperation({
  name: 'AdminListUserSessions',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username, NextToken: pagingToken.optional() }),
  handle({ UserPoolId, Username }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    return { Sessions: describeSessions(cognito, pool, user) };
  },
});

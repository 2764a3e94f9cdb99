import * as z from 'zod';
import { sessionId } from '../user-sessions/session-configuration.ts';
import { revokeSession } from '../user-sessions/token-sessions.ts';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminRevokeUserSession',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    SessionId: sessionId,
    RevokeAssociatedSessions: z.enum(['NONE', 'LINKED']).optional(),
  }),
  handle({ UserPoolId, Username, SessionId: id, RevokeAssociatedSessions: associated }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    revokeSession(cognito, pool, user, { id, associated });
    return {};
  },
});

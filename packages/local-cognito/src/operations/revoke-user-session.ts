import * as z from 'zod';
import { sessionId } from '../user-sessions/session-configuration.ts';
import { revokeSession } from '../user-sessions/token-sessions.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'RevokeUserSession',
  authorization: 'access-token',
  input: z.object({
    AccessToken: token,
    SessionId: sessionId,
    RevokeAssociatedSessions: z.enum(['NONE', 'LINKED']).optional(),
  }),
  handle({ AccessToken, SessionId: id, RevokeAssociatedSessions: associated }, cognito) {
    const { pool, user, eventId: currentEventId } = cognito.tokens.verifyAccessToken(AccessToken);
    revokeSession(cognito, pool, user, { id, currentEventId, associated });
    return {};
  },
});

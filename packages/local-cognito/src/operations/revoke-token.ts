import * as z from 'zod';
import { publicAttempt } from '../flows/attempt.ts';
import { checkClientSecret } from '../flows/client-secret.ts';
import { hashRefreshToken, isRefreshToken } from '../tokens/refresh-token.ts';
import { endSignIn } from '../user-sessions/end-sign-in.ts';
import { CognitoError } from '../wire/errors.ts';
import { clientId, clientSecret, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Ends a sign-in: its refresh tokens, and its access tokens where Cognito itself is asked. Unknown tokens are fine. */
export default defineOperation({
  name: 'RevokeToken',
  authorization: 'public',
  input: z.object({
    Token: token,
    ClientId: clientId,
    ClientSecret: clientSecret.optional(),
    RevokeAssociatedSessions: z.enum(['NONE', 'LINKED']).optional(),
  }),
  handle({ Token, ClientId, ClientSecret, RevokeAssociatedSessions }, cognito) {
    const { client, pool } = publicAttempt(cognito, ClientId);
    checkClientSecret(client, ClientSecret);
    if (client.client.EnableTokenRevocation === false) {
      throw new CognitoError(
        'UnsupportedOperationException',
        'Token revocation is not enabled for this client',
      );
    }
    if (!isRefreshToken(Token)) {
      throw new CognitoError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked');
    }
    const record = cognito.store.refreshTokens.get(hashRefreshToken(Token));
    if (record && record.clientId !== client.id) {
      throw new CognitoError('UnauthorizedException', 'The token was issued to another client');
    }
    if (record) endSignIn(cognito, pool, record, RevokeAssociatedSessions);
    return {};
  },
});

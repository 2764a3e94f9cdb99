import * as z from 'zod';
import { publicAttempt } from '../flows/attempt.ts';
import { checkClientSecret } from '../flows/client-secret.ts';
import { findRefreshToken, redeem } from '../flows/refresh-token-auth.ts';
import { clientId, clientMetadata, clientSecret, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetTokensFromRefreshToken',
  authorization: 'public',
  input: z.object({
    RefreshToken: token,
    ClientId: clientId,
    ClientSecret: clientSecret.optional(),
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ RefreshToken, ClientId, ClientSecret, ClientMetadata }, cognito) {
    const attempt = publicAttempt(cognito, ClientId);
    checkClientSecret(attempt.client, ClientSecret);
    const record = findRefreshToken(attempt, RefreshToken);
    return { AuthenticationResult: await redeem(attempt, record, { clientMetadata: ClientMetadata }) };
  },
});

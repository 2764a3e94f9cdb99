import * as z from 'zod';
import { publicAttempt } from '../flows/attempt.ts';
import { checkClientSecret } from '../flows/client-secret.ts';
import { checkDevice, findRefreshToken, redeem } from '../flows/refresh-token-auth.ts';
import { clientId, clientMetadata, clientSecret, deviceKey, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetTokensFromRefreshToken',
  authorization: 'public',
  input: z.object({
    RefreshToken: token,
    ClientId: clientId,
    ClientSecret: clientSecret.optional(),
    DeviceKey: deviceKey.optional(),
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ RefreshToken, ClientId, ClientSecret, DeviceKey, ClientMetadata }, cognito) {
    const attempt = publicAttempt(cognito, ClientId);
    checkClientSecret(attempt.client, ClientSecret);
    const record = findRefreshToken(attempt, RefreshToken);
    checkDevice(record, DeviceKey);
    return { AuthenticationResult: await redeem(attempt, record, { clientMetadata: ClientMetadata }) };
  },
});

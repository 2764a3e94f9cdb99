import * as z from 'zod';
import { mfaPreference, setMfaPreference } from '../challenges/mfa-preference.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'SetUserMFAPreference',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, ...mfaPreference }),
  handle(input, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(input.AccessToken);
    setMfaPreference(cognito, pool, user, input);
    return {};
  },
});

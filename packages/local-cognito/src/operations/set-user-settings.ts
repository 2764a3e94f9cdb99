import * as z from 'zod';
import { mfaOptions, withMfaOptions } from '../users/mfa-options.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'SetUserSettings',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, MFAOptions: mfaOptions }),
  handle({ AccessToken, MFAOptions }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    cognito.store.users.update(pool, withMfaOptions(user, MFAOptions, cognito.clock()));
    return {};
  },
});

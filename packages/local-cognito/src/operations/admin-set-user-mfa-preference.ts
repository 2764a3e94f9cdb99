import * as z from 'zod';
import { mfaPreference, setMfaPreference } from '../challenges/mfa-preference.ts';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminSetUserMFAPreference',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username, ...mfaPreference }),
  handle(input, cognito) {
    const { pool, user } = findUser(cognito, input.UserPoolId, input.Username);
    setMfaPreference(cognito, pool, user, input);
    return {};
  },
});

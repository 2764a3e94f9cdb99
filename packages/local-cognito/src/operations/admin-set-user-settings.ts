import * as z from 'zod';
import { findUser } from '../users/find-user.ts';
import { mfaOptions, withMfaOptions } from '../users/mfa-options.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminSetUserSettings',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username, MFAOptions: mfaOptions }),
  handle({ UserPoolId, Username, MFAOptions }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    cognito.store.users.update(pool, withMfaOptions(user, MFAOptions, cognito.clock()));
    return {};
  },
});

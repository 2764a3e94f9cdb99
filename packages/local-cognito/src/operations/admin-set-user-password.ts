import * as z from 'zod';
import { replacePassword } from '../passwords/replace-password.ts';
import { findUser } from '../users/find-user.ts';
import { password, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminSetUserPassword',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    Password: password,
    Permanent: z.boolean().optional(),
  }),
  handle({ UserPoolId, Username, Password, Permanent }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const now = cognito.clock();
    cognito.store.users.update(pool, {
      ...replacePassword(pool, user, Password, now),
      status: Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      failedSignIns: { count: 0, lastAt: 0 },
      updatedAt: now,
    });
    return {};
  },
});

import * as z from 'zod';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminEnableUser',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username }),
  handle({ UserPoolId, Username }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    cognito.store.users.update(pool, { ...user, enabled: true, updatedAt: cognito.clock() });
    return {};
  },
});

import * as z from 'zod';
import { describeAuthFactors } from '../flows/configured-factors.ts';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminGetUserAuthFactors',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username }),
  handle({ UserPoolId, Username }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    return describeAuthFactors(cognito, pool, user);
  },
});

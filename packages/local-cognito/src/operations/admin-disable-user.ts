import * as z from 'zod';
import { findUser } from '../users/find-user.ts';
import { revokeTokens } from '../users/revoke-tokens.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Also revokes every token of the user. */
export default defineOperation({
  name: 'AdminDisableUser',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username }),
  handle({ UserPoolId, Username }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    revokeTokens(cognito, pool, { ...user, enabled: false, updatedAt: cognito.clock() });
    return {};
  },
});

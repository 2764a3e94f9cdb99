import * as z from 'zod';
import { removeSoftwareToken } from '../challenges/software-token-enrolment.ts';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** For a user who lost the authenticator app: where MFA is required, the next sign-in sets one up again. */
export default defineOperation({
  name: 'AdminDeleteSoftwareToken',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username }),
  handle({ UserPoolId, Username }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    removeSoftwareToken(cognito, pool, user);
    return {};
  },
});

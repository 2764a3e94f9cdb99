import * as z from 'zod';
import { publicAttempt } from '../flows/attempt.ts';
import { recordActivity } from '../threat-protection/record-activity.ts';
import { publicUserMembers } from '../users/public-user.ts';
import { signUp } from '../users/sign-up.ts';
import { password, userAttributes } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'SignUp',
  authorization: 'public',
  input: z.object({
    ...publicUserMembers,
    Password: password.optional(),
    UserAttributes: userAttributes.optional(),
    ValidationData: userAttributes.optional(),
  }),
  handle: (input, cognito) =>
    recordActivity(
      publicAttempt(cognito, input.ClientId),
      {
        type: 'SignUp',
        name: input.Username,
        response: ({ UserConfirmed }) => (UserConfirmed ? 'Pass' : 'InProgress'),
        context: input,
      },
      () => signUp(cognito, input),
    ),
});

import * as z from 'zod';
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
  handle: (input, cognito) => signUp(cognito, input),
});

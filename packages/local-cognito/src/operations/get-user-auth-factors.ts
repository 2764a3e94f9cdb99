import * as z from 'zod';
import { describeAuthFactors } from '../flows/configured-factors.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetUserAuthFactors',
  authorization: 'access-token',
  input: z.object({ AccessToken: token }),
  handle({ AccessToken }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    return describeAuthFactors(cognito, pool, user);
  },
});

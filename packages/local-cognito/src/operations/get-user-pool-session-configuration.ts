import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { poolSessionConfiguration } from '../user-sessions/session-configuration.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetUserPoolSessionConfiguration',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  handle({ UserPoolId }, cognito) {
    const { id } = findPool(cognito, UserPoolId);
    return { UserPoolId: id, ...poolSessionConfiguration(cognito, id) };
  },
});

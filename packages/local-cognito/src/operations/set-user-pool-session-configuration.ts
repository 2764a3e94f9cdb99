import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { sessionMembers, setPoolSessionConfiguration } from '../user-sessions/session-configuration.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'SetUserPoolSessionConfiguration',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ...sessionMembers.pool }),
  handle({ UserPoolId, ...configuration }, cognito) {
    setPoolSessionConfiguration(cognito, findPool(cognito, UserPoolId), configuration);
    return { UserPoolId, ...configuration };
  },
});

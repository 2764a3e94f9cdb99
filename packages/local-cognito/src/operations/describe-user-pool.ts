import * as z from 'zod';
import { describePool, findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeUserPool',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  handle({ UserPoolId }, cognito) {
    return { UserPool: describePool(cognito, findPool(cognito, UserPoolId)) };
  },
});

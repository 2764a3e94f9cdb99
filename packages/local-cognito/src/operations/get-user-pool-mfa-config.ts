import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { describeMfa } from '../pools/mfa-settings.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetUserPoolMfaConfig',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  handle({ UserPoolId }, cognito) {
    return describeMfa(findPool(cognito, UserPoolId));
  },
});

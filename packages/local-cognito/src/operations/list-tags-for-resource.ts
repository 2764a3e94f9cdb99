import * as z from 'zod';
import { findPoolByArn } from '../pools/find-pool.ts';
import { arn } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListTagsForResource',
  authorization: 'iam',
  input: z.object({ ResourceArn: arn }),
  handle({ ResourceArn }, cognito) {
    return { Tags: findPoolByArn(cognito, ResourceArn).pool.UserPoolTags ?? {} };
  },
});

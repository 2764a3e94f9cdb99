import * as z from 'zod';
import { findPoolByArn } from '../pools/find-pool.ts';
import { invalidParameter } from '../wire/errors.ts';
import { arn, tags } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const maxTags = 50;

export default defineOperation({
  name: 'TagResource',
  authorization: 'iam',
  input: z.object({ ResourceArn: arn, Tags: tags }),
  handle({ ResourceArn, Tags }, cognito) {
    const record = findPoolByArn(cognito, ResourceArn);
    const UserPoolTags = { ...record.pool.UserPoolTags, ...Tags };
    if (Object.keys(UserPoolTags).length > maxTags) {
      throw invalidParameter(`A user pool can have at most ${maxTags} tags.`);
    }
    cognito.store.pools.put({ ...record, pool: { ...record.pool, UserPoolTags } });
    return {};
  },
});

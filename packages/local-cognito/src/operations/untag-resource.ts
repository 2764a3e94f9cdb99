import * as z from 'zod';
import { findPoolByArn } from '../pools/find-pool.ts';
import { arn } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'UntagResource',
  authorization: 'iam',
  input: z.object({ ResourceArn: arn, TagKeys: z.array(z.string().min(1).max(128)) }),
  handle({ ResourceArn, TagKeys }, cognito) {
    const record = findPoolByArn(cognito, ResourceArn);
    const kept = Object.entries(record.pool.UserPoolTags ?? {}).filter(([key]) => !TagKeys.includes(key));
    cognito.store.pools.put({ ...record, pool: { ...record.pool, UserPoolTags: Object.fromEntries(kept) } });
    return {};
  },
});

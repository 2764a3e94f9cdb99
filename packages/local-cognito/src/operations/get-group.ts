import * as z from 'zod';
import { describeGroup, findGroup, groupName } from '../groups/group.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetGroup',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, GroupName: groupName }),
  handle({ UserPoolId, GroupName }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    return { Group: describeGroup(pool, findGroup(cognito, pool, GroupName)) };
  },
});

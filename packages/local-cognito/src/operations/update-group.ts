import * as z from 'zod';
import { describeGroup, findGroup, groupMembers, groupName, putGroup } from '../groups/group.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** What is left out stays as it is. */
export default defineOperation({
  name: 'UpdateGroup',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, GroupName: groupName, ...groupMembers }),
  handle({ UserPoolId, GroupName, Description, RoleArn, Precedence }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const group = {
      ...findGroup(cognito, pool, GroupName),
      ...(Description !== undefined && { description: Description }),
      ...(RoleArn !== undefined && { roleArn: RoleArn }),
      ...(Precedence !== undefined && { precedence: Precedence }),
      updatedAt: cognito.clock(),
    };
    putGroup(cognito, pool, group);
    return { Group: describeGroup(pool, group) };
  },
});

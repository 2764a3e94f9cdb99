import * as z from 'zod';
import { deleteGroup, findGroup, groupName } from '../groups/group.ts';
import { removeAllMembers } from '../groups/membership.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Its users stay. */
export default defineOperation({
  name: 'DeleteGroup',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, GroupName: groupName }),
  handle({ UserPoolId, GroupName }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const { name } = findGroup(cognito, pool, GroupName);
    cognito.store.transaction(() => {
      removeAllMembers(cognito, pool, name);
      deleteGroup(cognito, pool, name);
    });
    return undefined;
  },
});

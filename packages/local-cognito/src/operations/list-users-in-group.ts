import * as z from 'zod';
import { findGroup, groupName } from '../groups/group.ts';
import { membersOf } from '../groups/membership.ts';
import { findPool } from '../pools/find-pool.ts';
import { userType } from '../users/find-user.ts';
import { pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const maxUsers = 60;

export default defineOperation({
  name: 'ListUsersInGroup',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    GroupName: groupName,
    Limit: pageSize(0, maxUsers).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, GroupName, Limit, NextToken }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const { name } = findGroup(cognito, pool, GroupName);
    const { items, nextToken } = membersOf(cognito, pool, name, {
      limit: Limit || maxUsers,
      after: NextToken,
    });
    const users = items.flatMap((username) => cognito.store.users.get(pool.id, username) ?? []);
    return { Users: users.map(userType), NextToken: nextToken };
  },
});

import * as z from 'zod';
import { describeGroup, groupKind } from '../groups/group.ts';
import { groupNamesOf } from '../groups/membership.ts';
import { findUser } from '../users/find-user.ts';
import { pageSize, pagingToken, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const maxGroups = 60;

export default defineOperation({
  name: 'AdminListGroupsForUser',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    Limit: pageSize(0, maxGroups).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, Username, Limit, NextToken }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const { items, nextToken } = groupNamesOf(cognito, pool, user.username, {
      limit: Limit || maxGroups,
      after: NextToken,
    });
    const groups = items.flatMap((name) => cognito.store.documents.get(groupKind, pool.id, name) ?? []);
    return { Groups: groups.map((group) => describeGroup(pool, group)), NextToken: nextToken };
  },
});

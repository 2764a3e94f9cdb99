import * as z from 'zod';
import { describeGroup, groupKind } from '../groups/group.ts';
import { findPool } from '../pools/find-pool.ts';
import { pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const maxGroups = 60;

export default defineOperation({
  name: 'ListGroups',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Limit: pageSize(0, maxGroups).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, Limit, NextToken }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const { items, nextToken } = cognito.store.documents.list(groupKind, pool.id, {
      limit: Limit || maxGroups,
      after: NextToken,
    });
    return { Groups: items.map((group) => describeGroup(pool, group)), NextToken: nextToken };
  },
});

import * as z from 'zod';
import { pageSize, pagingToken } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListUserPools',
  authorization: 'iam',
  input: z.object({ MaxResults: pageSize(1, 60), NextToken: pagingToken.optional() }),
  handle({ MaxResults, NextToken }, { store }) {
    const { items, nextToken } = store.pools.list({ limit: MaxResults, after: NextToken });
    const UserPools = items.map(({ pool: { Id, Name, LambdaConfig, LastModifiedDate, CreationDate } }) => ({
      Id,
      Name,
      LambdaConfig,
      LastModifiedDate,
      CreationDate,
    }));
    return { UserPools, NextToken: nextToken };
  },
});

import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { resourceServerKind } from '../resource-servers/resource-server.ts';
import { pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListResourceServers',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    MaxResults: pageSize(1, 50).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, MaxResults = 50, NextToken }, cognito) {
    findPool(cognito, UserPoolId);
    const { items, nextToken } = cognito.store.documents.list(resourceServerKind, UserPoolId, {
      limit: MaxResults,
      after: NextToken,
    });
    return { ResourceServers: items, NextToken: nextToken };
  },
});

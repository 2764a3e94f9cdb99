import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListUserPoolClients',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    MaxResults: pageSize(1, 60).optional(),
    NextToken: pagingToken.optional(),
    ClientType: z.enum(['REGULAR', 'DCR']).optional(),
  }),
  handle({ UserPoolId, MaxResults = 60, NextToken, ClientType }, cognito) {
    findPool(cognito, UserPoolId);
    const { items, nextToken } = cognito.store.clients.list(UserPoolId, {
      limit: MaxResults,
      after: NextToken,
    });
    const UserPoolClients = items
      .filter(({ client }) => ClientType === undefined || client.ClientType === ClientType)
      .map(({ client: { ClientId, ClientName } }) => ({ ClientId, UserPoolId, ClientName }));
    return { UserPoolClients, NextToken: nextToken };
  },
});

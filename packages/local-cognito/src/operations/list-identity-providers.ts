import * as z from 'zod';
import { identityProviderKind } from '../identity-providers/identity-provider.ts';
import { findPool } from '../pools/find-pool.ts';
import { pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const maxPage = 60;

export default defineOperation({
  name: 'ListIdentityProviders',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    MaxResults: pageSize(0, maxPage).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, MaxResults, NextToken }, cognito) {
    findPool(cognito, UserPoolId);
    const { items, nextToken } = cognito.store.documents.list(identityProviderKind, UserPoolId, {
      limit: MaxResults || maxPage,
      after: NextToken,
    });
    const Providers = items.map(({ ProviderName, ProviderType, CreationDate, LastModifiedDate }) => ({
      ProviderName,
      ProviderType,
      CreationDate,
      LastModifiedDate,
    }));
    return { Providers, NextToken: nextToken };
  },
});

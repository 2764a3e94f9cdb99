import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { termsKind } from '../terms/terms.ts';
import { pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListTerms',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    MaxResults: pageSize(1, 60).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, MaxResults = 60, NextToken }, cognito) {
    findPool(cognito, UserPoolId);
    const { items, nextToken } = cognito.store.documents.list(termsKind, UserPoolId, {
      limit: MaxResults,
      after: NextToken,
    });
    const Terms = items.map(({ TermsId, TermsName, Enforcement, CreationDate, LastModifiedDate }) => ({
      TermsId,
      TermsName,
      Enforcement,
      CreationDate,
      LastModifiedDate,
    }));
    return { Terms, NextToken: nextToken };
  },
});

import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { describeJob, importJobKind } from '../user-import/import-job.ts';
import { pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListUserImportJobs',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    MaxResults: pageSize(1, 60),
    PaginationToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, MaxResults, PaginationToken }, cognito) {
    findPool(cognito, UserPoolId);
    const { items, nextToken } = cognito.store.documents.list(importJobKind, UserPoolId, {
      limit: MaxResults,
      after: PaginationToken,
    });
    return { UserImportJobs: items.map((job) => describeJob(cognito, job)), PaginationToken: nextToken };
  },
});

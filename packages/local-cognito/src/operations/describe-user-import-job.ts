import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { describeJob, findJob, jobId } from '../user-import/import-job.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeUserImportJob',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, JobId: jobId }),
  handle({ UserPoolId, JobId }, cognito) {
    findPool(cognito, UserPoolId);
    return { UserImportJob: describeJob(cognito, findJob(cognito, UserPoolId, JobId)) };
  },
});

import * as z from 'zod';
import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import { describeJob, type ImportJob, newJobId, saveJob } from '../user-import/import-job.ts';
import { hashAlgorithms } from '../user-import/password-hash.ts';
import { arn, matching, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateUserImportJob',
  authorization: 'iam',
  input: z.object({
    JobName: matching('[\\w\\s+=,.@-]+').min(1).max(128),
    UserPoolId: userPoolId,
    CloudWatchLogsRoleArn: arn,
    PasswordHashingAlgorithm: z.enum(hashAlgorithms).optional(),
  }),
  handle(input, cognito) {
    findPool(cognito, input.UserPoolId);
    const job: ImportJob = {
      JobId: newJobId(),
      ...input,
      Status: 'Created',
      CreationDate: epochSeconds(cognito.clock),
      ImportedUsers: 0,
      SkippedUsers: 0,
      FailedUsers: 0,
    };
    saveJob(cognito, job);
    return { UserImportJob: describeJob(cognito, job) };
  },
});

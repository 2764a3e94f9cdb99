import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import {
  checkNoImport,
  describeJob,
  findJob,
  importFileKind,
  jobId,
  preconditionNotMet,
} from '../user-import/import-job.ts';
import { runImport } from '../user-import/run-import.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Answers when the import has ended. A job that a stopped server left in progress can be started again. */
export default defineOperation({
  name: 'StartUserImportJob',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, JobId: jobId }),
  async handle({ UserPoolId, JobId }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const job = findJob(cognito, UserPoolId, JobId);
    checkNoImport(cognito, pool);
    const { Status } = describeJob(cognito, job);
    if (Status !== 'Created' && Status !== 'InProgress') {
      throw preconditionNotMet(`The user import job is ${Status} and cannot be started.`);
    }
    if (!pool.pool.AutoVerifiedAttributes?.length) {
      throw preconditionNotMet(
        'The user pool must have an auto-verified attribute for users to be imported.',
      );
    }
    const file = cognito.store.documents.get(importFileKind, UserPoolId, JobId);
    if (file === undefined) {
      throw preconditionNotMet('The CSV file of the user import job has not been uploaded.');
    }
    return { UserImportJob: describeJob(cognito, await runImport(cognito, pool, job, file)) };
  },
});

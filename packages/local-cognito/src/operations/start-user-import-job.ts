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
import { startImport } from '../user-import/run-import.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const startable = new Set(['Created', 'Pending', 'InProgress']);

/** Answers before the import begins. A job that a stopped server left pending or in progress can be started again. */
export default defineOperation({
  name: 'StartUserImportJob',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, JobId: jobId }),
  handle({ UserPoolId, JobId }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const job = findJob(cognito, UserPoolId, JobId);
    checkNoImport(cognito, pool);
    const { Status } = describeJob(cognito, job);
    if (!startable.has(Status)) {
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
    return { UserImportJob: describeJob(cognito, startImport(cognito, pool, job, file)) };
  },
});

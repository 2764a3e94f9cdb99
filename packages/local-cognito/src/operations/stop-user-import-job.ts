import * as z from 'zod';
import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import {
  describeJob,
  findJob,
  type ImportJob,
  jobId,
  preconditionNotMet,
  runningImports,
  saveJob,
} from '../user-import/import-job.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const stoppable = new Set(['Created', 'Pending', 'InProgress']);

/** A running job stops after the rows it is at; users that were imported stay. */
export default defineOperation({
  name: 'StopUserImportJob',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, JobId: jobId }),
  handle({ UserPoolId, JobId }, cognito) {
    findPool(cognito, UserPoolId);
    const job = findJob(cognito, UserPoolId, JobId);
    const { Status } = describeJob(cognito, job);
    if (!stoppable.has(Status)) {
      throw preconditionNotMet(`The user import job is ${Status} and cannot be stopped.`);
    }
    const isRunning = Status !== 'Created' && runningImports(cognito).has(UserPoolId);
    const stopped: ImportJob = isRunning
      ? { ...job, Status: 'Stopping' }
      : { ...job, Status: 'Stopped', CompletionDate: epochSeconds(cognito.clock) };
    saveJob(cognito, stopped);
    return { UserImportJob: describeJob(cognito, stopped) };
  },
});

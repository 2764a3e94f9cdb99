import { randomUUID } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { CognitoError, resourceNotFound } from '../wire/errors.ts';
import { matching } from '../wire/fields.ts';
import type { HashAlgorithm } from './password-hash.ts';

type Status =
  | 'Created'
  | 'Pending'
  | 'InProgress'
  | 'Stopping'
  | 'Expired'
  | 'Stopped'
  | 'Failed'
  | 'Succeeded';

/** `UserImportJobType`, without the address to upload to. Times are epoch seconds. */
export interface ImportJob {
  JobId: string;
  JobName: string;
  UserPoolId: string;
  CloudWatchLogsRoleArn: string;
  PasswordHashingAlgorithm?: HashAlgorithm | undefined;
  Status: Status;
  CreationDate: number;
  StartDate?: number;
  CompletionDate?: number;
  ImportedUsers: number;
  SkippedUsers: number;
  FailedUsers: number;
  CompletionMessage?: string;
}

export const importJobKind = documentKind<ImportJob>('import-job');

/** The uploaded file of a job, until the job has ended. */
export const importFileKind = documentKind<string>('import-file');

export const jobId = matching('import-[0-9a-zA-Z-]+').min(1).max(55);

/** A job that has not started a day after it was created never will. */
const expiresAfterSeconds = 24 * 3600;

export const newJobId = () => `import-${randomUUID()}`;

/** Throws ResourceNotFoundException. */
export function findJob({ store }: Pick<Cognito, 'store'>, poolId: string, id: string): ImportJob {
  const job = store.documents.get(importJobKind, poolId, id);
  if (!job) throw resourceNotFound(`User import job ${id} does not exist.`);
  return job;
}

export function saveJob({ store }: Pick<Cognito, 'store'>, job: ImportJob): void {
  store.documents.put(importJobKind, { poolId: job.UserPoolId, id: job.JobId }, job);
}

/** `UserImportJobType` as it is now. */
export function describeJob(cognito: Cognito, job: ImportJob) {
  const age = cognito.clock() / 1000 - job.CreationDate;
  const isExpired = job.Status === 'Created' && age > expiresAfterSeconds;
  return {
    ...job,
    Status: isExpired ? 'Expired' : job.Status,
    PreSignedUrl: `${cognito.issuerBase()}/_local/import/${job.JobId}`,
  };
}

/** The jobs that import right now, by pool; they do not survive the process. */
const running = new WeakMap<Cognito['store'], Set<string>>();

export function runningImports({ store }: Pick<Cognito, 'store'>): Set<string> {
  const pools = running.get(store) ?? new Set();
  running.set(store, pools);
  return pools;
}

/** Throws UserImportInProgressException. */
export function checkNoImport(cognito: Pick<Cognito, 'store'>, { id }: PoolRecord): void {
  if (!runningImports(cognito).has(id)) return;
  throw new CognitoError(
    'UserImportInProgressException',
    `A user import job is in progress in user pool ${id}; try again when it has ended.`,
  );
}

export const preconditionNotMet = (message: string) =>
  new CognitoError('PreconditionNotMetException', message);

import { setImmediate } from 'node:timers/promises';
import { epochSeconds } from '../clock.ts';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { readCsv } from './csv.ts';
import { headerProblem } from './csv-header.ts';
import { findJob, type ImportJob, importFileKind, runningImports, saveJob } from './import-job.ts';
import { importRow, type RowOutcome } from './import-row.ts';

const rowsAtOnce = 100;
const maxRowLength = 16_000;

/**
 * Imports a job's file after the caller was answered, a hundred rows per transaction; other requests are answered in
 * between. A server that stops leaves the job as it is.
 */
export function startImport(cognito: Cognito, pool: PoolRecord, job: ImportJob, file: string): ImportJob {
  const pending: ImportJob = { ...job, Status: 'Pending', StartDate: epochSeconds(cognito.clock) };
  saveJob(cognito, pending);
  const pools = runningImports(cognito);
  pools.add(pool.id);
  void runImport(cognito, pool, pending, file)
    .catch(() => undefined)
    .finally(() => pools.delete(pool.id));
  return pending;
}

async function runImport(cognito: Cognito, pool: PoolRecord, job: ImportJob, file: string): Promise<void> {
  await setImmediate();
  if (isStopping(cognito, job)) {
    end(cognito, job, 'Stopped', stoppedText);
    return;
  }
  const started: ImportJob = { ...job, Status: 'InProgress' };
  saveJob(cognito, started);
  await importFile(cognito, pool, started, file);
}

const stoppedText = 'The import job was stopped.';

function isStopping(cognito: Cognito, { UserPoolId, JobId }: ImportJob): boolean {
  return findJob(cognito, UserPoolId, JobId).Status === 'Stopping';
}

async function importFile(cognito: Cognito, pool: PoolRecord, job: ImportJob, file: string): Promise<void> {
  const rows = readCsv(file);
  const header = rows.next().value ?? [];
  const problem = headerProblem(pool, header);
  if (problem !== undefined) return end(cognito, job, 'Failed', problem);
  const counts = { imported: 0, skipped: 0, failed: 0 };
  for (let isDone = false; !isDone; ) {
    cognito.store.transaction(() => {
      for (let row = 0; row < rowsAtOnce && !isDone; row += 1) {
        const next = rows.next();
        if (next.done) isDone = true;
        else counts[outcomeOf(cognito, pool, job, header, next.value)] += 1;
      }
    });
    saveJob(cognito, { ...findJob(cognito, pool.id, job.JobId), ...counted(counts) });
    await setImmediate();
    if (isStopping(cognito, job)) {
      return end(cognito, { ...job, ...counted(counts) }, 'Stopped', stoppedText);
    }
  }
  return end(cognito, { ...job, ...counted(counts) }, 'Succeeded', 'Import Job Completed Successfully.');
}

function outcomeOf(
  cognito: Cognito,
  pool: PoolRecord,
  job: ImportJob,
  header: readonly string[],
  values: readonly string[],
): RowOutcome {
  const length = values.reduce((sum, value) => sum + value.length + 1, 0);
  if (values.length !== header.length || length > maxRowLength) return 'failed';
  const row = Object.fromEntries(header.map((name, index) => [name, values[index] ?? '']));
  return importRow(cognito, pool, job, row);
}

const counted = (counts: Record<RowOutcome, number>) => ({
  ImportedUsers: counts.imported,
  SkippedUsers: counts.skipped,
  FailedUsers: counts.failed,
});

function end(
  cognito: Cognito,
  job: ImportJob,
  Status: 'Succeeded' | 'Failed' | 'Stopped',
  CompletionMessage: string,
): void {
  const ended = { ...job, Status, CompletionMessage, CompletionDate: epochSeconds(cognito.clock) };
  saveJob(cognito, ended);
  cognito.store.documents.delete(importFileKind, job.UserPoolId, job.JobId);
}

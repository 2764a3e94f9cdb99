import { json } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import { readBody } from '../request-body.ts';
import { describeJob, importFileKind, importJobKind } from '../user-import/import-job.ts';
import type { Route } from './local-api.ts';

/** As on AWS. */
const maxFileBytes = 100 * 1024 * 1024;

/** Where a user import job's `PreSignedUrl` leads: `PUT` takes the CSV file. The job's id is what authorises. */
export function importRoute(cognito: Cognito, jobId: string): Route {
  return {
    async PUT(request) {
      const file = await readBody(request, maxFileBytes);
      const found = cognito.store.documents.findById(importJobKind, jobId);
      if (!found) return json(404, { message: `There is no user import job ${jobId}.` });
      const { Status } = describeJob(cognito, found.document);
      if (Status !== 'Created') {
        return json(403, {
          message: `The user import job ${jobId} takes no file any more: it is ${Status}.`,
        });
      }
      cognito.store.documents.put(importFileKind, { poolId: found.poolId, id: jobId }, file);
      return json(200, { jobId });
    },
  };
}

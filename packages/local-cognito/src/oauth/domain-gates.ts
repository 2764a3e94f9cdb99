import type { Answer } from '../answer.ts';
import type { FaultInjection } from '../faults/faults.ts';
import { countedCall } from '../quotas/counted-call.ts';
import type { Quotas } from '../quotas/quotas.ts';
import type { DomainRequest } from './domain-request.ts';

/** What requests at a domain pass before their endpoint. */
export interface DomainGates {
  faults?: FaultInjection;
  quotas?: Quotas | undefined;
}

/** Whether faults can be set for the path: pictures and style sheets come always, and so does the page that tells of errors. */
export const canFail = (path: string): boolean => path !== '/error' && !path.startsWith('/assets/');

/** Does the work with the faults set for its path and within the quotas. Throws `CognitoError` where one of them stops it. */
export function throughGates(
  request: DomainRequest,
  { faults, quotas }: DomainGates,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const counted = async () => {
    const call = quotas && (await countedCall(request));
    if (call !== undefined) {
      quotas?.beforeInput(call);
      quotas?.beforeWork(call, {}, { poolId: request.pool.id, username: undefined });
    }
    return work();
  };
  // A browser that may not ask would not see what went wrong.
  const isAsked = request.method !== 'OPTIONS' && canFail(request.path);
  return faults && isAsked ? faults.around(request.path, counted) : counted();
}

import type { Answer } from '../answer.ts';
import { faultPage } from '../local-pages/fault-page.ts';
import { showDeadEnd } from '../managed-login/error-page.ts';
import { CognitoError } from '../wire/errors.ts';
import type { DomainRequest } from './domain-request.ts';
import { machineAnswer } from './machine-answer.ts';

/** What apps call and no browser shows. */
const machinePaths = new Set(['/oauth2/token', '/oauth2/userInfo', '/oauth2/revoke', '/oauth2/register']);

interface Fault {
  status: number;
  reason: 'server_error' | 'too_many_requests' | 'invalid_request';
  description: string;
}

/**
 * The answer to a request at a domain that was not served: a fault of ours (500), too many requests (429), or one that is
 * too large (413). People get a page, apps JSON in the form of RFC 6749 §5.2.
 */
export async function answerFault(request: DomainRequest, error: unknown): Promise<Answer> {
  const { status, reason, description } = readFault(error);
  const isForMachine = machinePaths.has(request.path) || request.path.startsWith('/assets/');
  if (isForMachine) return machineAnswer(status, { error: reason, error_description: description });
  // What failed may be what the page needs.
  return showDeadEnd(request, reason, status).catch(() => faultPage({ status, message: description }));
}

function readFault(error: unknown): Fault {
  if (!(error instanceof CognitoError) || error.status === 500) {
    return { status: 500, reason: 'server_error', description: 'Something went wrong.' };
  }
  if (error.type === 'TooManyRequestsException') {
    return { status: 429, reason: 'too_many_requests', description: error.message };
  }
  return { status: error.status, reason: 'invalid_request', description: error.message };
}

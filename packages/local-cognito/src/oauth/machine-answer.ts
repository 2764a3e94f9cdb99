import type { Answer } from '../answer.ts';
import type { DomainRequest } from './domain-request.ts';
import { OAuthError } from './oauth-error.ts';

/** For browsers: apps of any origin call these endpoints; none of them looks at cookies. */
export const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'www-authenticate',
};

const notCached = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** An answer that apps read, and that must not be kept by caches (RFC 6749 §5.1). */
export function machineAnswer(status: number, body: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...notCached, ...openToAll },
    body: JSON.stringify(body),
  };
}

/** Answers what the endpoint answers, or its `OAuthError` as RFC 6749 §5.2 has it. */
export async function answerMachine(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return machineAnswer(error.status, { error: error.error, error_description: error.message });
  }
}

/** Answers a browser that asks whether a page of another origin may. */
export function preflight({ headers }: DomainRequest): Answer {
  const wanted = headers['access-control-request-headers'];
  return {
    status: 204,
    headers: {
      ...openToAll,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': wanted ?? 'authorization, content-type',
      'access-control-max-age': '86400',
    },
    body: '',
  };
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, json } from './answer.ts';
import type { Cognito } from './cognito.ts';
import { wellKnownDocument } from './discovery.ts';
import type { LocalApi } from './local-api/local-api.ts';
import { answerDomainRequest } from './oauth/domain-endpoints.ts';
import type { DomainGates } from './oauth/domain-gates.ts';
import { type DomainRequest, findDomainRequest, originOf } from './oauth/domain-request.ts';
import { RequestAborted, readBody } from './request-body.ts';
import type { RequestLogEntry } from './request-log.ts';
import { type CallTrace, type Dispatcher, operationName } from './wire/dispatch.ts';
import { CognitoError } from './wire/errors.ts';

const base = 'http://localhost';
const amzJson = 'application/x-amz-json-1.1';

/** For browsers: Amplify calls Cognito from any origin. */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};
const defaultAllowedHeaders =
  'authorization,cache-control,content-type,x-amz-date,x-amz-security-token,x-amz-target,x-amz-user-agent';

interface Served {
  answer: Answer;
  log?: Pick<RequestLogEntry, 'operation' | 'poolId' | 'errorType' | 'fault'>;
}

export interface RequestListenerOptions {
  cognito: Cognito;
  dispatcher: Dispatcher;
  /** Answers under `/_local/`. */
  localApi: LocalApi;
  /** Of requests at domains; the dispatcher has its own. */
  gates?: DomainGates;
  logger?: ((entry: RequestLogEntry) => void) | undefined;
}

/** Cognito's wire, the pools' public documents, `/health`, and what is only here, under `/_local/`. */
export function createRequestListener({
  cognito,
  dispatcher,
  localApi,
  gates = {},
  logger,
}: RequestListenerOptions): RequestListener {
  const operate = async (request: IncomingMessage): Promise<Served> => {
    let operation: string | undefined;
    const trace: CallTrace = {};
    try {
      operation = operationName(request.headers['x-amz-target']?.toString());
      const body = await dispatcher.call(operation, await readBody(request), trace);
      return {
        answer: { status: 200, headers: { ...cors, 'content-type': amzJson }, body },
        log: { operation, ...trace },
      };
    } catch (error) {
      if (error instanceof RequestAborted) throw error;
      const log = { ...(operation && { operation }), ...trace, ...errorLog(error) };
      return { answer: errorAnswer(error), log };
    }
  };

  const read = async (request: IncomingMessage, url: URL, domainUrl?: string): Promise<Served> => {
    const [, first = '', second = '', third = ''] = url.pathname.split('/');
    if (url.pathname === '/health') return { answer: json(200, { status: 'ok' }) };
    try {
      const document =
        second === '.well-known'
          ? await wellKnownDocument(cognito, first, third, { origin: originOf(request), domainUrl })
          : undefined;
      return { answer: document ? json(200, document, cors) : json(404, { message: 'Not found.' }) };
    } catch (error) {
      if (error instanceof CognitoError) return { answer: json(404, { message: error.message }, cors) };
      return { answer: errorAnswer(error), log: errorLog(error) };
    }
  };

  const local = async (request: IncomingMessage, url: URL): Promise<Served> => {
    try {
      return { answer: await localApi(request, url) };
    } catch (error) {
      if (error instanceof RequestAborted) throw error;
      const { faultPage, wantsPage } = await import('./local-pages/fault-page.ts');
      const answer = wantsPage(request) ? faultPage(knownError(error)) : errorAnswer(error);
      return { answer, log: errorLog(error) };
    }
  };

  const visit = async (request: DomainRequest): Promise<Served> => {
    const poolId = request.pool.id;
    try {
      return { answer: await answerDomainRequest(request, gates), log: { poolId } };
    } catch (error) {
      if (error instanceof RequestAborted) throw error;
      const { answerFault } = await import('./oauth/fault-answer.ts');
      return { answer: await answerFault(request, error), log: { poolId, ...errorLog(error) } };
    }
  };

  const serve = (request: IncomingMessage, url: URL): Served | Promise<Served> => {
    const domainRequest = findDomainRequest(cognito, request, url);
    if (domainRequest) {
      const isAboutPool = request.method === 'GET' && url.pathname.startsWith(`/${domainRequest.pool.id}/`);
      return isAboutPool ? read(request, url, domainRequest.baseUrl) : visit(domainRequest);
    }
    if (request.method === 'POST' && url.pathname === '/') return operate(request);
    if (url.pathname.startsWith('/_local/')) return local(request, url);
    if (request.method === 'OPTIONS') return { answer: preflight(request) };
    if (request.method === 'GET') return read(request, url);
    return { answer: json(405, { message: `${request.method} ${url.pathname} is not served here.` }) };
  };

  return async (request, response) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    const { method = '', url: target = '/' } = request;
    // Not every request target is a path: `//` or `*` has no meaning here.
    const url = URL.canParse(target, base) ? new URL(target, base) : new URL('/-', base);
    try {
      const { answer, log } = await serve(request, url);
      send(request, response, answer, requestId);
      const durationMs = performance.now() - startedAt;
      logger?.({ requestId, method, path: url.pathname, status: answer.status, durationMs, ...log });
    } catch (error) {
      if (error instanceof RequestAborted) response.destroy();
      else throw error;
    }
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, requestId: string): void {
  const headers: Record<string, string | string[]> = {
    ...answer.headers,
    'content-length': `${Buffer.byteLength(answer.body)}`,
    'x-amzn-requestid': requestId,
  };
  // The rest of a body that was not read cannot be told from the next request.
  if (!request.complete) headers.connection = 'close';
  response.writeHead(answer.status, headers).end(answer.body);
}

function preflight(request: IncomingMessage): Answer {
  const wanted = request.headers['access-control-request-headers'];
  const headers = {
    ...cors,
    'access-control-allow-methods': 'GET,POST,OPTIONS',
    'access-control-allow-headers': wanted?.toString() ?? defaultAllowedHeaders,
    'access-control-max-age': '86400',
  };
  return { status: 200, headers, body: '' };
}

/** What the caller is told of an error. */
const knownError = (error: unknown): CognitoError =>
  error instanceof CognitoError ? error : new CognitoError('InternalErrorException', 'Something went wrong.');

function errorAnswer(error: unknown): Answer {
  const known = knownError(error);
  const headers = {
    ...cors,
    'content-type': amzJson,
    'x-amzn-errortype': `${known.type}:`,
    'x-amzn-errormessage': headerText(known.message),
  };
  const body = JSON.stringify({ __type: known.type, message: known.message, ...known.extra });
  return { status: known.status, headers, body };
}

/** Header values are printable ASCII; the body carries the text as it is. */
const headerText = (message: string) => message.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 1024);

function errorLog(error: unknown): Pick<RequestLogEntry, 'errorType' | 'fault'> {
  if (error instanceof CognitoError) return { errorType: error.type };
  return {
    errorType: 'InternalErrorException',
    fault: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

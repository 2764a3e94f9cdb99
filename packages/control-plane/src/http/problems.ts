import { CohabitError } from '@cohabit/core';
import { authenticationChallenge, PROBLEM_CONTENT_TYPE, problem } from '@cohabit/sdk';
import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { mapCognitoError } from '../cognito/map-errors.ts';
import type { AppEnv } from './registrar.ts';
import { problemSchema } from './resources.ts';

/** The error answers of a route, for its description. */
export function problems<Status extends number>(...statuses: Status[]) {
  const content = { [PROBLEM_CONTENT_TYPE]: { schema: problemSchema } };
  const entries = statuses.map((status) => [status, { description: 'Problem (RFC 9457)', content }]);
  return Object.fromEntries(entries) as Record<
    Status,
    { description: string; content: { 'application/problem+json': { schema: typeof problemSchema } } }
  >;
}

/** Answers every error of the API; what is not one of ours is logged and says nothing of itself. */
export function answerError(error: Error, c: Context<AppEnv>): Response {
  const failure = mapCognitoError(fromHttpException(error));
  const { status, body } = problem(failure);
  if (status >= 500) c.var.logger.error({ err: failure }, 'request failed');
  return c.newResponse(JSON.stringify(body), { status: status as 500, headers: problemHeaders(failure) });
}

/** For paths that are not there. */
export function answerNotFound(): never {
  throw new CohabitError('not_found', 'There is nothing here. See /openapi.json for what there is.');
}

/** Called by the routes' validators: lists everything that is wrong with a request. */
export function refuseInvalid(result: { success: boolean; error?: z.ZodError; target?: string }): void {
  if (result.success || !result.error) return;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const first = issues[0];
  const where = first?.path ? `"${first.path}": ` : '';
  throw new CohabitError(
    'invalid_request',
    `The ${result.target ?? 'request'} is not valid: ${where}${first?.message}.`,
    {
      details: { issues },
    },
  );
}

/** Hono's own refusals, of which there is one for bodies that are not JSON. */
function fromHttpException(error: Error): Error {
  if (!(error instanceof HTTPException) || error.status >= 500) return error;
  return new CohabitError('invalid_request', 'The body is not valid JSON. Send one JSON object.', {
    cause: error,
  });
}

function problemHeaders(error: unknown): Record<string, string> {
  const challenge = authenticationChallenge(error);
  return {
    'content-type': PROBLEM_CONTENT_TYPE,
    'cache-control': 'no-store',
    ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
  };
}

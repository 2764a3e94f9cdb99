import type { Request, RequestHandler } from 'express';
import { runWithTenant } from '../context/tenant-context.ts';
import type { Meter } from '../meter/meter.ts';
import { PROBLEM_CONTENT_TYPE, problem } from '../problem.ts';
import type { Verifier } from '../verify/verifier.ts';
import { authenticationChallenge, readBearerToken } from './bearer.ts';

/**
 * Express 5 middleware: verifies the access token of `Authorization: Bearer`, counts the meter `requests` for its
 * tenant and runs what follows inside {@link runWithTenant}. Answers failures as problem+json itself; errors of later
 * handlers stay with Express. The tenant comes from the token and nothing else in the request.
 */
export function tenantMiddleware(options: { verifier: Verifier; meter?: Meter }): RequestHandler {
  const { verifier, meter } = options;

  async function contextOf(request: Request) {
    const context = await verifier.verify(readBearerToken(request.headersDistinct.authorization ?? []));
    meter?.count(context.tenantId, 'requests');
    return context;
  }

  return function verifyTenant(request, response, next) {
    contextOf(request).then(
      (context) => runWithTenant(context, next),
      (error: unknown) => {
        const { status, body } = problem(error);
        const challenge = authenticationChallenge(error);
        if (challenge !== undefined) response.set('WWW-Authenticate', challenge);
        response.status(status).type(PROBLEM_CONTENT_TYPE).send(JSON.stringify(body));
      },
    );
  };
}

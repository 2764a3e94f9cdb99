import type { Context, MiddlewareHandler } from 'hono';
import { runWithTenant, type TenantContext } from '../context/tenant-context.ts';
import type { Meter } from '../meter/meter.ts';
import { PROBLEM_CONTENT_TYPE, problem } from '../problem.ts';
import type { Verifier } from '../verify/verifier.ts';
import { authenticationChallenge, readBearerToken } from './bearer.ts';

/**
 * Hono middleware: verifies the access token of `Authorization: Bearer`, counts the meter `requests` for its tenant
 * and runs what follows inside {@link runWithTenant}. Answers failures as problem+json itself; errors of later handlers
 * stay with Hono. The tenant comes from the token and nothing else in the request.
 */
export function tenantMiddleware(options: { verifier: Verifier; meter?: Meter }): MiddlewareHandler {
  const { verifier, meter } = options;

  async function contextOf(c: Context): Promise<TenantContext> {
    const authorization = c.req.header('authorization');
    const context = await verifier.verify(
      readBearerToken(authorization === undefined ? [] : [authorization]),
    );
    meter?.count(context.tenantId, 'requests');
    return context;
  }

  return async function verifyTenant(c, next) {
    let context: TenantContext;
    try {
      context = await contextOf(c);
    } catch (error) {
      const { status, body } = problem(error);
      const headers = new Headers({ 'Content-Type': PROBLEM_CONTENT_TYPE });
      const challenge = authenticationChallenge(error);
      if (challenge !== undefined) headers.set('WWW-Authenticate', challenge);
      return new Response(JSON.stringify(body), { status, headers });
    }
    return runWithTenant(context, next);
  };
}

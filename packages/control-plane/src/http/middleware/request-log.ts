import { randomUUID } from 'node:crypto';
import type { Clock } from '@cohabit/core';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { AppEnv } from '../registrar.ts';

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/**
 * Gives every request an id (the caller's `X-Request-Id` where it is a plain one) and writes one line when it is
 * answered: the route, never the address with its query, and ids, never what a person typed.
 */
export function requestLog(parts: { logger: Logger; clock: Clock }): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    const startedAt = parts.clock();
    c.set('requestId', requestId);
    c.set('logger', parts.logger.child({ requestId }));
    c.header('x-request-id', requestId);
    await next();
    const principal = c.get('principal') as AppEnv['Variables']['principal'] | undefined;
    c.var.logger.info(
      {
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        durationMs: parts.clock() - startedAt,
        ...(principal?.kind === 'tenant' ? { tenantId: principal.tenantId, userId: principal.userId } : {}),
      },
      'request answered',
    );
  };
}

import { type Clock, CohabitError } from '@cohabit/core';
import { PROBLEM_CONTENT_TYPE, problem } from '@cohabit/sdk';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../registrar.ts';

export interface RateLimitOptions {
  /** Requests that may come at once. */
  burst: number;
  /** Requests per second that may go on for ever. */
  perSecond: number;
  clock: Clock;
}

const ADDRESSES_REMEMBERED = 10_000;

/**
 * A token bucket per client address, in this process. When too many addresses are remembered the one seen longest ago
 * is forgotten, so memory is bounded.
 */
export function rateLimit({ burst, perSecond, clock }: RateLimitOptions): MiddlewareHandler<AppEnv> {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return async (c, next) => {
    const address = addressOf(c);
    const now = clock();
    const before = buckets.get(address) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    buckets.delete(address);
    buckets.set(address, { tokens: Math.max(0, tokens - 1), at: now });
    if (buckets.size > ADDRESSES_REMEMBERED) buckets.delete(buckets.keys().next().value as string);
    if (tokens >= 1) return next();
    return tooMany(Math.ceil((1 - tokens) / perSecond));
  };
}

function addressOf(c: Context<AppEnv>): string {
  // Only a request that came over a socket has an address.
  const isFromSocket = typeof c.env === 'object' && c.env !== null && 'incoming' in c.env;
  return (isFromSocket && getConnInfo(c).remote.address) || 'unknown';
}

function tooMany(retryAfterSeconds: number): Response {
  const { status, body } = problem(
    new CohabitError(
      'rate_limited',
      `There were too many requests from your address. Try again in ${retryAfterSeconds} s.`,
    ),
  );
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': PROBLEM_CONTENT_TYPE, 'retry-after': String(retryAfterSeconds) },
  });
}

import { CohabitError, isCohabitError } from '@cohabit/core';

const BEARER = /^bearer +([^\s,]+)$/i;

/**
 * The access token of a request's `Authorization` header values (RFC 6750 §2.1; the scheme in any case). Throws
 * `unauthenticated` when there is none or it is of another scheme, `invalid_request` when there is more than one.
 */
export function readBearerToken(authorization: readonly string[]): string {
  const [value, ...others] = authorization;
  if (value === undefined) {
    throw new CohabitError(
      'unauthenticated',
      'The request has no Authorization header. Send "Bearer <access token>".',
    );
  }
  if (others.length > 0 || value.includes(',')) {
    throw new CohabitError(
      'invalid_request',
      'The request has more than one Authorization header. Send exactly one.',
    );
  }
  const token = BEARER.exec(value)?.[1];
  if (token !== undefined) return token;
  throw new CohabitError(
    'unauthenticated',
    'The Authorization header is not of the form "Bearer <access token>".',
  );
}

/** The `WWW-Authenticate` value for an error of authentication (RFC 6750 §3), `undefined` for any other error. */
export function authenticationChallenge(error: unknown): string | undefined {
  if (isCohabitError(error, 'unauthenticated')) return 'Bearer realm="cohabit"';
  if (isCohabitError(error, 'invalid_request')) return 'Bearer realm="cohabit", error="invalid_request"';
  if (!isCohabitError(error) || error.status !== 401) return undefined;
  return `Bearer realm="cohabit", error="invalid_token", error_description="${error.code}"`;
}

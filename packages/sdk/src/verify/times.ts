import { CohabitError } from '@cohabit/core';

/** How far our clock and Cognito's may be apart, for `exp`, `nbf` and `iat` alike. */
const CLOCK_TOLERANCE_SECONDS = 5;

function readTime(claims: Record<string, unknown>, name: string): number {
  const value = claims[name];
  if (Number.isSafeInteger(value)) return value as number;
  throw new CohabitError(
    'token_malformed',
    `The claim ${name} of the token is not a time in whole seconds.`,
    {
      details: { actual: typeof value, expected: `${name} as whole seconds since the epoch` },
    },
  );
}

/**
 * The times of a token (RFC 7519 §4.1.4-6; Cognito writes whole seconds and always `auth_time`). Throws
 * `token_expired`, `token_not_yet_valid`, or `token_malformed` for a time that is missing or not a whole number.
 */
export function requireTimely(
  claims: Record<string, unknown>,
  nowMs: number,
): { issuedAt: number; expiresAt: number; authTime: number } {
  const nowSeconds = nowMs / 1000;
  const expiresAt = readTime(claims, 'exp');
  const issuedAt = readTime(claims, 'iat');
  const authTime = readTime(claims, 'auth_time');
  if (nowSeconds >= expiresAt + CLOCK_TOLERANCE_SECONDS) {
    throw new CohabitError('token_expired', 'The token has expired. Refresh it, or sign in again.', {
      details: { actual: expiresAt, expected: `later than ${Math.floor(nowSeconds)}` },
    });
  }
  const notBefore = claims.nbf === undefined ? issuedAt : Math.max(issuedAt, readTime(claims, 'nbf'));
  if (nowSeconds + CLOCK_TOLERANCE_SECONDS < notBefore) {
    throw new CohabitError(
      'token_not_yet_valid',
      'The token is not valid yet. Check the clock of this machine.',
      {
        details: { actual: notBefore, expected: `not later than ${Math.floor(nowSeconds)}` },
      },
    );
  }
  return { issuedAt, expiresAt, authTime };
}

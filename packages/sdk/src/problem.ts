import { CohabitError, type ErrorCode, errorTable } from '@cohabit/core';

/** A problem details object (RFC 9457), sent as `application/problem+json`. */
export interface Problem {
  /** `urn:cohabit:error:` and the code. */
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  /** One sentence for the caller; absent when the cause is ours. */
  detail?: string;
  /** Values a program can read, on errors the caller can mend. */
  details?: Record<string, unknown>;
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/**
 * What to answer for an error. Anything but a {@link CohabitError} becomes `internal` and says nothing of itself.
 * `details` go out with 4xx answers except 401: what a verifier expected is for our logs, not for who sent the token.
 */
export function problem(error: unknown): { status: number; body: Problem } {
  const code = error instanceof CohabitError ? error.code : 'internal';
  const { status, title } = errorTable[code];
  const body: Problem = { type: `urn:cohabit:error:${code}`, title, status, code };
  if (error instanceof CohabitError && code !== 'internal') {
    body.detail = error.message;
    const tells = status < 500 && status !== 401 && Object.keys(error.details).length > 0;
    if (tells) body.details = error.details;
  }
  return { status, body };
}

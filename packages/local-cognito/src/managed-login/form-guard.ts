/*
 * Forms come from our own pages, in the same browser, within five minutes: a token that stands both in a cookie and in
 * the form (double submit), what the browser says of where the form stood, and when the page was made.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { setCookie } from '../oauth/cookies.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';

const cookieName = 'XSRF-TOKEN';
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;
const tokenBytes = 32;

/** How long a page may be filled in. */
const pageLifeMs = 5 * 60 * 1000;

/** What a browser's forms carry. */
export interface FormToken {
  value: string;
  /** `set-cookie` for a browser that has no token yet. */
  cookie: string | undefined;
}

/** The browser's token, or a new one. */
export function formToken(request: DomainRequest): FormToken {
  const known = request.cookies[cookieName];
  if (known !== undefined && tokenPattern.test(known)) return { value: known, cookie: undefined };
  const value = randomBytes(tokenBytes).toString('base64url');
  return { value, cookie: setCookie(request, cookieName, value) };
}

/** Whether a posted form is one of ours. */
export function judgeForm(request: DomainRequest, form: URLSearchParams): 'ours' | 'expired' | 'forged' {
  if (!isSameOrigin(request) || !hasToken(request, form)) return 'forged';
  const openedAt = Number.parseInt(form.get('_opened') ?? '', 36);
  const age = request.cognito.clock() - openedAt;
  return age >= 0 && age < pageLifeMs ? 'ours' : 'expired';
}

/** For the form field `_opened`. */
export const openedNow = ({ cognito }: DomainRequest) => cognito.clock().toString(36);

/** Browsers send at least one of both headers with a form; other callers have the token to show. */
function isSameOrigin({ headers, baseUrl }: DomainRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = headers;
  if (origin === undefined || (origin === 'null' && site === 'same-origin')) return true;
  return origin === new URL(baseUrl).origin;
}

function hasToken({ cookies }: DomainRequest, form: URLSearchParams): boolean {
  const cookie = cookies[cookieName] ?? '';
  const sent = Buffer.from(form.get('_csrf') ?? '');
  return (
    tokenPattern.test(cookie) && sent.length === cookie.length && timingSafeEqual(sent, Buffer.from(cookie))
  );
}

import type { DomainRequest } from './domain-request.ts';

export interface CookieOptions {
  /** Absent: until the browser is closed. 0 deletes the cookie. */
  maxAgeSeconds?: number;
  /** True unless said otherwise: out of reach of scripts. */
  httpOnly?: boolean;
}

/**
 * A `set-cookie` value for this domain only: host-only, below `basePath`, `SameSite=Lax`, `Secure` when the domain was
 * reached by https. `value` must have no characters that cookies cannot have (RFC 6265 §4.1.1).
 */
export function setCookie(
  { basePath, isSecure }: Pick<DomainRequest, 'basePath' | 'isSecure'>,
  name: string,
  value: string,
  { maxAgeSeconds, httpOnly = true }: CookieOptions = {},
): string {
  return [
    `${name}=${value}`,
    `Path=${basePath === '' ? '/' : basePath}`,
    ...(maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`]),
    'SameSite=Lax',
    ...(httpOnly ? ['HttpOnly'] : []),
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');
}

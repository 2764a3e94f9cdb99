import type { ClientRecord } from '../../storage/records.ts';

/**
 * What every page is sent with. Chromium applies `form-action` to the redirects that follow a form too, and a sign-in ends
 * with one to the app: so the places that the client registered may follow a form, and no others. Where a form leads
 * elsewhere, as to a provider found by e-mail, the page is left by `look.leave`, which is no redirect.
 *
 * `same-origin` rather than `no-referrer`, under which browsers send `Origin: null` with a form of our own. No
 * Cross-Origin-Opener-Policy: an app that signs people in in a popup finds its opener again at its callback only without.
 */
export function securityHeaders(client: ClientRecord | undefined): Record<string, string> {
  const { CallbackURLs = [], LogoutURLs = [] } = client?.client ?? {};
  const formAction = ["'self'", ...new Set([...CallbackURLs, ...LogoutURLs].flatMap(cspSource))].join(' ');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self' data:",
      "script-src 'self'",
      `form-action ${formAction}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

/** The origin of a URL, or its scheme where it has none, as `myapp:` of a phone's app. */
function cspSource(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { origin, protocol } = new URL(url);
  return [origin === 'null' ? protocol : origin];
}

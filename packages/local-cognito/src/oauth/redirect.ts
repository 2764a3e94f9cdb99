import type { Answer } from '../answer.ts';
import type { AuthorizationRequest } from './authorization-request.ts';

/** 302 to an address of ours or of the app; what it carries must not stay in caches. */
export function redirect(location: string, cookies: readonly string[] = []): Answer {
  return {
    status: 302,
    headers: {
      location,
      'cache-control': 'no-store',
      ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    },
    body: '',
  };
}

/**
 * The app's redirect URI with an answer: in the query for a code, in the fragment for tokens, whatever `response_mode`
 * says (OAuth 2.0 Multiple Response Type Encoding Practices §2.1). The URI stays as it was registered, to the letter.
 */
export function answerUri(
  { redirectUri, responseType, state }: Pick<AuthorizationRequest, 'redirectUri' | 'responseType' | 'state'>,
  members: Record<string, string>,
): string {
  const answer = new URLSearchParams(members);
  if (state !== undefined) answer.set('state', state);
  if (responseType === 'token') return `${redirectUri}#${answer}`;
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer}`;
}

import type { IncomingMessage } from 'node:http';
import type { Answer } from '../../answer.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { messagePage } from '../message-page.ts';
import { endedCookie, findSession } from '../provider-cookie.ts';

/** RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 §2). */
export function endSession(
  provider: FakeProvider,
  request: IncomingMessage,
  params: URLSearchParams,
): Answer {
  const session = findSession(provider, request);
  if (session) provider.sessions.take(session.id);
  const headers = endedCookie(provider);
  const back = params.get('post_logout_redirect_uri');
  if (back !== null && provider.isOwnAddress(back)) {
    const location = new URL(back);
    const state = params.get('state');
    if (state !== null) location.searchParams.set('state', state);
    return { status: 302, headers: { ...headers, location: location.href }, body: '' };
  }
  const text = `Nobody is signed in to ${provider.settings.displayName} in this browser any more.`;
  return messagePage(provider, { heading: 'Signed out', text }, { status: 200, headers });
}

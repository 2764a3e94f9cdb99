import type { IncomingMessage } from 'node:http';
import type { Answer } from '../../answer.ts';
import { readChoice, requestOf } from '../choice.ts';
import { choosePage } from '../choose-page.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { messagePage } from '../message-page.ts';
import { beginSession, findSession } from '../provider-cookie.ts';
import { type FakeAuthorization, type RefusedAuthorization, readAuthorization } from './authorization.ts';
import { issueCode } from './grant.ts';

/** The authorization endpoint: shows the page, or answers at once where `prompt=none` asks for it. */
export function authorize(provider: FakeProvider, request: IncomingMessage, params: URLSearchParams): Answer {
  const authorization = readAuthorization(provider, params);
  if ('text' in authorization) return refused(provider, authorization);
  const session = findSession(provider, request);
  if (!authorization.prompt.has('none')) {
    return choosePage(provider, {
      request: params,
      hint: authorization.loginHint,
      current: session?.person,
    });
  }
  if (!session) return redirectBack(provider, authorization, { error: 'login_required' });
  const code = issueCode(provider, { authorization, session, breakage: undefined });
  return redirectBack(provider, authorization, { code });
}

/** What the page posts: back to the user pool with a code. */
export function completeAuthorize(provider: FakeProvider, form: URLSearchParams): Answer {
  const authorization = readAuthorization(provider, form);
  if ('text' in authorization) return refused(provider, authorization);
  const choice = readChoice(provider.settings, form);
  if ('problem' in choice) {
    return choosePage(provider, {
      ...choice,
      request: requestOf(form),
      hint: authorization.loginHint,
      current: undefined,
    });
  }
  const { person, breakage } = choice;
  const { session, header } = beginSession(provider, { person });
  const code = issueCode(provider, { authorization, session, breakage });
  return redirectBack(provider, authorization, { code }, header);
}

function redirectBack(
  provider: FakeProvider,
  { redirectUri, state }: Pick<FakeAuthorization, 'redirectUri' | 'state'>,
  params: Record<string, string>,
  headers: Record<string, string> = {},
): Answer {
  const location = new URL(redirectUri);
  const all = { ...params, ...(state !== undefined && { state }), iss: provider.base() };
  for (const [name, value] of Object.entries(all)) location.searchParams.set(name, value);
  return {
    status: 302,
    headers: { ...headers, location: location.href, 'cache-control': 'no-store' },
    body: '',
  };
}

function refused(provider: FakeProvider, { redirect, text, remedy }: RefusedAuthorization): Answer {
  if (redirect) {
    return redirectBack(provider, redirect, { error: redirect.error, error_description: text });
  }
  const message = { heading: 'This sign-in cannot begin', text, ...(remedy !== undefined && { remedy }) };
  return messagePage(provider, message, { status: 400 });
}

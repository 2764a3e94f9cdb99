import type { Answer } from '../answer.ts';
import type { Attempt } from '../flows/attempt.ts';
import { type Html, html } from '../html.ts';
import { type AuthorizationRequest, DeadEnd } from '../oauth/authorization-request.ts';
import type { DomainEndpoint, DomainRequest } from '../oauth/domain-request.ts';
import { readAuthorizationRequest } from '../oauth/read-authorization-request.ts';
import { type FormToken, formToken, judgeForm, openedNow } from './form-guard.ts';
import { createLook, type Look } from './look/look.ts';
import { startAgainPage } from './start-again-page.ts';

/** A request at one of the pages, on behalf of an app whose request is checked anew every time. */
export interface Visit {
  request: DomainRequest;
  authorization: AuthorizationRequest;
  attempt: Attempt;
  look: Look;
  token: FormToken;
}

/** Throws what `readAuthorizationRequest` throws. */
export async function openVisit(
  request: DomainRequest,
  authorization: AuthorizationRequest = readAuthorizationRequest(request),
): Promise<Visit> {
  const { client, language } = authorization;
  return {
    request,
    authorization,
    attempt: { cognito: request.cognito, pool: request.pool, client, via: 'managed-login' },
    look: await createLook(request, { client, language }),
    token: formToken(request),
  };
}

type Open = (request: DomainRequest) => Promise<Visit>;

/** An endpoint that shows a page. */
export function showing(
  show: (visit: Visit) => Answer | Promise<Answer>,
  open: Open = openVisit,
): DomainEndpoint {
  return async (request) => {
    const visit = await open(request);
    return withToken(visit, await show(visit));
  };
}

/** An endpoint that takes a page's form. Throws a `DeadEnd` for a form that is not ours. */
export function submitting(
  submit: (visit: Visit, form: URLSearchParams) => Answer | Promise<Answer>,
  open: Open = openVisit,
): DomainEndpoint {
  return async (request) => {
    const visit = await open(request);
    const form = await request.form();
    const verdict = judgeForm(request, form);
    if (verdict === 'forged') throw new DeadEnd('forged', visit.authorization.client.id);
    return withToken(visit, verdict === 'ours' ? await submit(visit, form) : startAgainPage(visit));
  };
}

/** Another page of the same sign-in. */
export function pageHref({ request, authorization }: Visit, path: string): string {
  return `${request.basePath}${path}?${authorization.query}`;
}

/**
 * A form that {@link submitting} accepts at `path`; `hidden` are fields that nobody sees. Password managers look for the
 * name beside the password, and not in fields of type `hidden`.
 */
export function postForm(
  visit: Visit,
  path: string,
  { username, ...hidden }: Record<string, string | undefined>,
  content: Html,
): Html {
  const fields = { _csrf: visit.token.value, _opened: openedNow(visit.request), ...hidden };
  const inputs = Object.entries(fields).map(([name, value]) =>
    value === undefined ? html`` : html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const nameInput =
    username === undefined
      ? undefined
      : html`<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>`;
  return html`<form method="post" action="${pageHref(visit, path)}">${inputs}${nameInput}${content}</form>`;
}

function withToken({ token: { cookie } }: Visit, answer: Answer): Answer {
  if (cookie === undefined) return answer;
  const cookies = [answer.headers['set-cookie'] ?? []].flat();
  return { ...answer, headers: { ...answer.headers, 'set-cookie': [...cookies, cookie] } };
}

import type { Answer } from '../answer.ts';
import { html } from '../html.ts';
import type { DeadEndReason } from '../oauth/authorization-request.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';
import { findClientStyle } from './look/client-style.ts';
import { createLook } from './look/look.ts';
import type { TextKey } from './look/translate.ts';

type Texts = [title: TextKey, text: TextKey, advice: TextKey];

const texts: Record<DeadEndReason, Texts> = {
  redirect_mismatch: [
    'deadEndRedirectMismatchTitle',
    'deadEndRedirectMismatch',
    'deadEndRedirectMismatchAdvice',
  ],
  unknown_client: ['deadEndUnknownClientTitle', 'deadEndUnknownClient', 'deadEndUnknownClientAdvice'],
  expired: ['deadEndExpiredTitle', 'deadEndExpired', 'deadEndExpiredAdvice'],
  forged: ['deadEndForgedTitle', 'deadEndForged', 'deadEndForgedAdvice'],
  unsolicited: ['deadEndUnsolicitedTitle', 'deadEndUnsolicited', 'deadEndUnsolicitedAdvice'],
  server_error: ['deadEndTitle', 'deadEndServerError', 'deadEndUnknownAdvice'],
  too_many_requests: ['deadEndTitle', 'errorTooManyRequests', 'deadEndUnknownAdvice'],
};

const unknown: Texts = ['deadEndTitle', 'deadEndUnknown', 'deadEndUnknownAdvice'];

/**
 * `GET /error`: where a request ends of which the app must not be told. Answers 400. Says why by a text of its own for each
 * reason; nothing of the query is shown.
 */
export function errorPage(request: DomainRequest): Promise<Answer> {
  return showDeadEnd(request, request.query.get('error') ?? '', 400);
}

/** The same page in place of another one; a reason that is not a `DeadEndReason` has the general text. */
export async function showDeadEnd(request: DomainRequest, reason: string, status: number): Promise<Answer> {
  const [title, text, advice] = Object.hasOwn(texts, reason) ? texts[reason as DeadEndReason] : unknown;
  const client = request.cognito.store.clients.get(request.query.get('client_id') ?? '');
  const isDressed = client?.poolId === request.pool.id && findClientStyle(request, client.id) !== undefined;
  const look = await createLook(request, { client: isDressed ? client : undefined });
  return look.page({
    title: look.t(title),
    description: look.t(text),
    body: html`<p>${look.t(advice)}</p>`,
    graphic: 'trouble',
    status,
  });
}

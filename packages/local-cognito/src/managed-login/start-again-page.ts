import type { Answer } from '../answer.ts';
import { html } from '../html.ts';
import { pageHref, type Visit } from './visit.ts';

/** The page was open for too long: what it asked for no longer holds, and the sign-in begins anew. */
export function startAgainPage(visit: Visit): Answer {
  const { t, page } = visit.look;
  return page({
    graphic: 'trouble',
    title: t('deadEndExpiredTitle'),
    status: 400,
    body: html`<p>${t('errorSessionExpired')}</p>
<a class="button primary" href="${pageHref(visit, '/login')}">${t('backToSignIn')}</a>`,
  });
}

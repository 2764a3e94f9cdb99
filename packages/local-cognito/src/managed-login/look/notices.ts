import { type Html, html } from '../../html.ts';
import { flag } from './attributes.ts';
import { drawing } from './drawings.ts';
import type { Translate } from './translate.ts';

/**
 * Says at the top of the page what happened. What went wrong gets the focus, so that it is read out and seen first; good
 * news leave it to the field that comes next.
 */
export function alert({
  kind,
  text,
}: {
  kind: 'error' | 'success' | 'warning' | 'info';
  text: string | Html;
}): Html {
  const isTrouble = kind === 'error' || kind === 'warning';
  return html`<div class="alert ${kind}" role="${isTrouble ? 'alert' : 'status'}" tabindex="-1"${flag('autofocus', isTrouble)}><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">${alertDrawings[kind]}</svg><p>${text}</p></div>`;
}

const alertDrawings = {
  error: html`<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.5v.01"/>`,
  success: html`<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.7 2.7L16 9.5"/>`,
  warning: html`<path d="M12 3.5 21.5 20h-19L12 3.5ZM12 10v4.5M12 17v.01"/>`,
  info: html`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.01"/>`,
};

/** “or”, between two ways to sign in. */
export const divider = (t: Translate): Html => html`<p class="divider"><span>${t('or')}</span></p>`;

/** A line of links at the end of the page; `text` asks the question that the link answers. */
export function linkRow(links: readonly { text?: string; href: string; label: string }[]): Html {
  const items = links.map(
    ({ text, href, label }) => html`<span>${text && html`${text} `}<a href="${href}">${label}</a></span>`,
  );
  return html`<p class="links">${items}</p>`;
}

/** Who is signing in, with the way out for everybody else. */
export function identityRow(
  t: Translate,
  { username, changeHref }: { username: string; changeHref: string },
): Html {
  return html`<div class="identity">${drawing('person')}<span class="identity-name"><span class="hidden">${t('signedInAs')} </span>${username}</span><a href="${changeHref}">${t('notYou')}</a></div>`;
}

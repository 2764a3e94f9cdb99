import { type Html, html } from '../html.ts';
import { localPage } from '../local-pages/local-page.ts';
import type { Message } from '../storage/store.ts';
import { mailboxStyle } from './mailbox-style.ts';
import { readableText } from './readable-text.ts';

const reasons: Record<string, string> = {
  SignUp: 'sign-up',
  AdminCreateUser: 'invitation',
  ResendCode: 'sign-up, sent again',
  ForgotPassword: 'forgotten password',
  UpdateUserAttribute: 'changed attribute',
  VerifyUserAttribute: 'attribute to verify',
  Authentication: 'sign-in',
};

/** The messages, newest first, as a page for people; `to` narrows to one recipient. */
export function mailboxPage({
  messages,
  to,
}: {
  messages: readonly Message[];
  to: string | undefined;
}): string {
  const shown = messages.filter((message) => to === undefined || message.to === to).reverse();
  const count = `${shown.length} ${shown.length === 1 ? 'message' : 'messages'}`;
  return localPage({
    title: `Mailbox (${shown.length})`,
    heading: 'Mailbox',
    about: html`${count}${to === undefined ? '' : ` to ${to}`}. Nothing is really sent.`,
    aside: filterForm(messages, to),
    main: shown.length === 0 ? emptyState(to) : html`<ol>${shown.map(messageItem)}</ol>`,
    style: mailboxStyle,
  });
}

function filterForm(messages: readonly Message[], to: string | undefined): Html {
  const recipients = [...new Set(messages.map((message) => message.to))].sort();
  return html`<form method="get" role="search">
<label for="to">Recipient</label>
<input id="to" name="to" value="${to ?? ''}" list="recipients" placeholder="E-mail or phone number" autocomplete="off" spellcheck="false">
<datalist id="recipients">${recipients.map((recipient) => html`<option value="${recipient}"></option>`)}</datalist>
<button>Show</button>
${to === undefined ? html`<a class="button" href="/_local/mailbox">Refresh</a>` : html`<a class="button" href="/_local/mailbox">Show all</a>`}
</form>`;
}

function messageItem(message: Message): Html {
  const { medium, to, subject, code, purpose } = message;
  const at = new Date(message.at).toISOString();
  const isSms = medium === 'SMS';
  return html`<li><article>
<div class="meta">
<span class="tag${isSms ? ' good' : ''}">${isSms ? 'SMS' : 'E-mail'}</span>
<a class="to" href="/_local/mailbox?to=${encodeURIComponent(to)}" title="Only messages to ${to}">${to}</a>
<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>
</div>
<div class="content">
<h2>${subject ?? (isSms ? 'Text message' : 'No subject')}</h2>
<p class="body">${highlighted(readableText(message.body), code)}</p>
${code === undefined ? undefined : html`<p class="code"><code title="One click selects it">${code}</code></p>`}
<p class="about">User ${message.username} · pool ${message.poolId}${purpose === undefined ? '' : ` · ${reasons[purpose] ?? purpose}`}</p>
</div>
</article></li>
`;
}

function highlighted(text: string, code: string | undefined): Html {
  if (!code) return html`${text}`;
  const parts = text.split(code).map((part) => html`${part}`);
  return { markup: parts.map(({ markup }) => markup).join(html`<mark>${code}</mark>`.markup) };
}

function emptyState(to: string | undefined): Html {
  const envelope = html`<svg width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" aria-hidden="true"><rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6.5L20.5 7"/></svg>`;
  if (to !== undefined) {
    return html`<div class="empty">${envelope}<h2>No messages to ${to}</h2>
<p>Recipients are compared letter by letter.</p><a class="button" href="/_local/mailbox">Show all messages</a></div>`;
  }
  return html`<div class="empty">${envelope}<h2>No messages yet</h2>
<p>Invitations, confirmation codes and sign-in codes that Cognito would send appear here, the newest first.</p>
<a class="button" href="/_local/mailbox">Refresh</a></div>`;
}

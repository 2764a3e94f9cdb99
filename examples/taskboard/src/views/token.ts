import { html } from 'hono/html';
import { type ClaimExplanation, explainClaim } from './claim-explanations.ts';
import { readableTime } from './dates.ts';
import { formToken, type TenantFrame, tenantPage } from './layout.ts';
import type { Markup } from './markup.ts';

/** Claims of a token that was verified, and the key it was verified with. */
export interface ShownToken {
  kind: 'access' | 'id';
  claims: Readonly<Record<string, unknown>>;
  header: { alg: string; kid: string };
}

const TIMES = new Set(['exp', 'iat', 'nbf', 'auth_time']);
const titles = { access: 'Access token', id: 'ID token' };
const leads = {
  access: 'The taskboard sends and accepts this one. It says what you may do, and where.',
  id: 'This one says who you are. The taskboard refuses it where an access token is needed.',
};

/** Every claim of both tokens in plain words, tenant claims first. Signatures are never shown. */
export function tokenView(options: { frame: TenantFrame; tokens: ShownToken[] }): Markup {
  return tenantPage({
    title: 'My token',
    section: 'token',
    frame: options.frame,
    content: html`<div class="page-head"><div><h1>My token</h1>
<p class="lead">How the taskboard knows that you act for ${options.frame.name}: Cognito signed it, the verifier checked it. No header, address or form field had a say.</p></div></div>
<ul class="legend"><li><span class="tag source-cohabit">Cohabit trigger</span> written while Cognito issued the token</li><li><span class="tag source-cognito">Cognito</span> written by Cognito itself</li></ul>
${options.tokens.map(tokenSection)}
<section class="sheet" aria-labelledby="everywhere-title"><h2 id="everywhere-title">Lost a device?</h2>
<p class="quiet">Signing out everywhere ends every sign-in of yours at this user pool, on all devices. Tokens that are out go on for the minutes they have left.</p>
<form method="post" action="/sign-out">${formToken(options.frame.formToken)}<input type="hidden" name="everywhere" value="yes"><button class="button danger" type="submit">Sign out everywhere</button></form></section>`,
  });
}

function tokenSection(token: ShownToken): Markup {
  const explained = Object.entries(token.claims).map(([name, value]) => ({
    name,
    value,
    about: explainClaim(name),
  }));
  const order = ({ about }: { about: ClaimExplanation }) => (about.source === 'Cohabit trigger' ? 0 : 1);
  const rows = explained.toSorted((a, b) => order(a) - order(b));
  return html`<section class="sheet" aria-labelledby="${token.kind}-title"><h2 id="${token.kind}-title">${titles[token.kind]}</h2>
<p class="quiet">${leads[token.kind]}</p>
<dl class="claims">${rows.map(
    ({
      name,
      value,
      about,
    }) => html`<div class="claim ${about.source === 'Cohabit trigger' ? 'ours' : ''}"><dt><code>${name}</code><span class="tag ${about.source === 'Cohabit trigger' ? 'source-cohabit' : 'source-cognito'}">${about.source}</span></dt>
<dd><code class="value">${readable(name, value)}</code><p>${about.text}</p></dd></div>`,
  )}</dl>
<p class="quiet signature">Signed with ${token.header.alg}, key <code>${token.header.kid}</code>. The signature was checked and is not shown: with it, whoever sees this page could act as you.</p></section>`;
}

function readable(name: string, value: unknown): string {
  if (TIMES.has(name) && typeof value === 'number') return readableTime(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import type { SignInTrace } from '../federation/trace.ts';
import { type Html, html } from '../html.ts';
import { localPage } from '../local-pages/local-page.ts';
import { outcomeOf, timeText } from './outcome.ts';
import type { TraceNames } from './trace-names.ts';
import { traceStyle } from './trace-style.ts';

/** The sign-ins through providers as a page for people, the latest first. */
export function signInsPage(
  traces: readonly SignInTrace[],
  namesOf: (trace: SignInTrace) => TraceNames,
): string {
  const refused = traces.filter(({ outcome }) => outcome?.result === 'refused').length;
  const count = `${traces.length} ${traces.length === 1 ? 'sign-in' : 'sign-ins'} through identity providers, ${refused} refused`;
  return localPage({
    title: `Sign-ins (${traces.length})`,
    heading: 'Sign-ins',
    about: html`${count}.`,
    aside: html`<a class="button" href="/_local/sign-ins">Refresh</a>`,
    main:
      traces.length === 0
        ? emptyState
        : html`<ol>${traces.map((trace) => traceItem(trace, namesOf(trace)))}</ol>`,
    style: traceStyle,
  });
}

function traceItem(trace: SignInTrace, { provider, client }: TraceNames): Html {
  const { id, providerName, providerType, startedAt } = trace;
  const { label, tone, text } = outcomeOf(trace);
  const about = [providerType, ...(provider === providerName ? [] : [providerName]), `app client ${client}`];
  return html`<li><article><a class="trace" href="/_local/sign-ins/${id}">
<div class="line"><span class="tag ${tone}">${label}</span><b>${provider}</b><time datetime="${new Date(startedAt).toISOString()}">${timeText(startedAt)}</time></div>
<p>${text}</p>
<p class="about">${about.join(' · ')}</p>
</a></article></li>
`;
}

const emptyState = html`<div class="empty">
<svg width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="5" cy="6" r="2"/><circle cx="19" cy="12" r="2"/><circle cx="5" cy="18" r="2"/><path d="m7 7 10 4M7 17l10-4"/></svg>
<h2>No sign-ins yet</h2>
<p>Sign in at an app through an identity provider: each step is told here, and when it is refused, why and what to do.</p>
<a class="button" href="/_local/providers">Fake providers to try</a></div>`;

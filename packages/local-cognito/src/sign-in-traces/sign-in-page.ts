import type { SignInTrace, TraceStep } from '../federation/trace.ts';
import { type Html, html } from '../html.ts';
import { localPage } from '../local-pages/local-page.ts';
import { outcomeOf, timeText } from './outcome.ts';
import type { TraceNames } from './trace-names.ts';
import { traceStyle } from './trace-style.ts';

const stepNames: Record<TraceStep['name'], string> = {
  discovery: 'The provider’s configuration',
  request: 'To the provider',
  response: 'Back from the provider',
  token: 'Tokens',
  claims: 'What the provider says about the person',
  function: 'Trigger function',
  profile: 'The user’s profile',
};

/** One sign-in through a provider: what came of it and what to do, then what happened step by step. */
export function signInPage(trace: SignInTrace, { provider, client }: TraceNames): string {
  const { label, tone, text, remedy } = outcomeOf(trace);
  const { poolId, providerName, providerType, startedAt } = trace;
  const about = [
    timeText(startedAt),
    providerType,
    ...(provider === providerName ? [] : [providerName]),
    `app client ${client}`,
    `pool ${poolId}`,
  ];
  return localPage({
    title: `${label}: ${provider}`,
    heading: `Sign-in through ${provider}`,
    about: html`${about.join(' · ')}`,
    aside: html`<a class="button" href="/_local/sign-ins">All sign-ins</a>`,
    main: html`<section class="verdict ${tone}" aria-label="Outcome">
<span class="tag ${tone}">${label}</span>
<p class="sentence">${text}</p>
${remedy === undefined ? undefined : html`<p class="remedy"><b>What to do:</b> ${remedy}</p>`}
</section>
<h2>What happened</h2>
<ol class="timeline">${trace.steps.map((step) => stepItem(step, startedAt))}<li class="end ${tone}"><h3>${label}</h3><p>${text}</p></li></ol>`,
    style: traceStyle,
  });
}

/** In place of a sign-in that is not known any more. */
export function unknownSignInPage(): string {
  return localPage({
    title: 'Unknown sign-in',
    heading: 'Sign-in',
    about: html`Nothing is known about this one.`,
    aside: html`<a class="button" href="/_local/sign-ins">All sign-ins</a>`,
    main: html`<div class="empty"><h2>This sign-in is not known any more</h2>
<p>The last 200 are kept, until the server ends.</p></div>`,
    style: traceStyle,
  });
}

function stepItem({ at, name, text, facts }: TraceStep, startedAt: number): Html {
  const rows = Object.entries(facts).map(
    ([fact, value]) => html`<dt>${fact}</dt><dd>${value === '' ? '(empty)' : value}</dd>`,
  );
  return html`<li><h3>${stepNames[name]} <span>+${at - startedAt} ms</span></h3><p>${text}</p>${rows.length === 0 ? undefined : html`<dl class="facts">${rows}</dl>`}</li>
`;
}

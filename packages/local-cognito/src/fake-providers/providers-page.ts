import { type Html, html } from '../html.ts';
import { localPage } from '../local-pages/local-page.ts';
import type { FakeProviderFacts } from './fake-providers.ts';

/** All fake providers of the server. */
export function providersPage(providers: readonly FakeProviderFacts[]): string {
  const count = `${providers.length} ${providers.length === 1 ? 'fake provider' : 'fake providers'}`;
  return localPage({
    title: 'Fake providers',
    heading: 'Fake providers',
    about: html`${count} to sign in through.`,
    aside: html`<a class="button" href="/_local/sign-ins">Sign-ins</a>`,
    main: providers.length === 0 ? emptyState : html`<ol>${providers.map(providerItem)}</ol>`,
  });
}

function providerItem({ displayName, protocol, url, issuer, metadataUrl }: FakeProviderFacts): Html {
  return html`<li><article><div class="content">
<h2><a href="${new URL(url).pathname}">${displayName}</a> <span class="tag">${protocol.toUpperCase()}</span></h2>
<p class="about">${issuer ?? metadataUrl}</p>
</div></article></li>
`;
}

const emptyState = html`<div class="empty">
<svg width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M18 8v6M15 11h6"/></svg>
<h2>No fake providers</h2>
<p>Give the server some, in its seed file or its options, under <b>fakeProviders</b>: each signs people in as an identity provider of a customer would.</p></div>`;

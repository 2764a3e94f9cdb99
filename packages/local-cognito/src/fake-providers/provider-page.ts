import type { Answer } from '../answer.ts';
import { type Html, html } from '../html.ts';
import { localPage, pageAnswer } from '../local-pages/local-page.ts';
import { footer } from './choose-page.ts';
import type { FakeProvider } from './fake-provider.ts';
import { describe } from './fake-providers.ts';
import { providerStyle } from './provider-style.ts';
import { startableApps } from './saml/registration.ts';

/** What a provider is registered with, who is in it, and what can be started from it. */
export function providerPage(provider: FakeProvider): Answer {
  const { displayName, protocol, people } = provider.settings;
  const apps = protocol === 'saml' ? startableApps(provider) : [];
  const body = localPage({
    title: displayName,
    heading: displayName,
    about: html`A fake ${protocol === 'oidc' ? 'OpenID Connect' : 'SAML 2.0'} provider for development.`,
    className: 'sheet',
    style: providerStyle,
    main: html`<h2>Register it at a user pool</h2>
<p>As an identity provider of the type <b>${protocol.toUpperCase()}</b>, with these details:</p>
<dl class="facts">${facts(provider)}</dl>
<h2>People</h2>
${people.length === 0 ? html`<p>Nobody yet: whoever signs in is typed in.</p>` : html`<ul class="list">${people.map(({ name, email }) => html`<li><b>${name}</b> ${email}</li>`)}</ul>`}
${
  apps.length === 0
    ? undefined
    : html`<h2>Start here</h2><p>Apps that let this provider begin:</p>
<ul class="list">${apps.map(({ client }) => html`<li><a href="${provider.path}/sso?client_id=${client.id}">${client.client.ClientName ?? client.id}</a></li>`)}</ul>`
}
${footer}`,
  });
  return pageAnswer(body);
}

function facts(provider: FakeProvider): Html[] {
  const { issuer, clientId, clientSecret, metadataUrl } = describe(provider);
  const rows: [string, string | undefined][] = [
    ['oidc_issuer', issuer],
    ['client_id', clientId],
    ['client_secret', clientSecret],
    ['authorize_scopes', issuer && 'openid email profile'],
    ['attributes_request_method', issuer && 'GET'],
    ['MetadataURL', metadataUrl],
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined ? [] : html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`,
  );
}

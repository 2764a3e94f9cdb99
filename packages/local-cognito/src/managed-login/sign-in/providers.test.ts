import { describe, expect, it } from 'vitest';
import { findIdentityProvider, identityProviderKind } from '../../identity-providers/identity-provider.ts';
import { callback } from '../../testing/domain.ts';
import { addProvider } from '../../testing/provider.ts';
import { startJourney, startPages } from '../testing/journey.ts';

const hostile = `<img/src=x>"'&`;

async function startWithProviders(
  providers: Record<string, string[]>,
  { own = true }: { own?: boolean } = {},
) {
  const domain = await startPages();
  for (const [name, identifiers] of Object.entries(providers)) await addProvider(domain, name, identifiers);
  const client = await domain.addClient({
    SupportedIdentityProviders: [...(own ? ['COGNITO'] : []), ...Object.keys(providers)],
  });
  return { ...domain, query: { client_id: client.id } };
}

describe('identity providers on the sign-in page', () => {
  it('are buttons that lead there with the whole request', async () => {
    await using domain = await startWithProviders({ Globex: [], Initech: [] });
    const { page } = await startJourney(domain, { query: { ...domain.query, nonce: 'n&1' } });
    expect(page.fields).toEqual(['Username', 'Password']);
    const links = page.links.filter(({ text }) => text.includes('Continue with'));
    expect(links.map(({ text }) => text)).toEqual(['G Continue with Globex', 'I Continue with Initech']);
    const url = new URL(links[0]?.href ?? '', page.url);
    expect(url.pathname).toBe('/domains/acme/oauth2/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...Object.fromEntries(page.url.searchParams),
      identity_provider: 'Globex',
    });
  });

  it('are the client’s own, and no others of the pool', async () => {
    await using domain = await startWithProviders({ Globex: [] });
    await addProvider(domain, 'Umbrella', ['umbrella.example']);
    const { browser, page } = await startJourney(domain, { query: domain.query });
    expect(page.text).not.toContain('Umbrella');
    expect(page.buttons).toEqual(['Sign in']);
    const more = { step: 'provider', email: 'eve@umbrella.example' };
    const refused = await browser.press(page, 'Sign in', {}, { more });
    expect(refused.alert).toBe('No company sign-in is set up for this e-mail address.');
  });

  it('are all that there is for a client that has no users of the pool', async () => {
    await using domain = await startWithProviders({ Globex: [], Initech: [] }, { own: false });
    const { page } = await startJourney(domain, { query: domain.query });
    expect(page.fields).toEqual([]);
    expect(page.links.map(({ text }) => text)).toEqual(['G Continue with Globex', 'I Continue with Initech']);
  });

  it('are found by the domain of an address where they have one, without telling whose they are', async () => {
    await using domain = await startWithProviders({
      Globex: ['globex.example', 'hr'],
      Initech: ['initech.example'],
    });
    const { browser, page } = await startJourney(domain, { query: domain.query });
    expect(page.text).not.toMatch(/Globex|Initech/);
    expect(page.fields).toEqual(['E-mail address', 'Username', 'Password']);
    const sent = await browser.press(page, 'Sign in with your company', {
      'E-mail address': ' Bo@Globex.Example ',
    });
    expect(sent.status).toBe(200);
    const [, target = ''] = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(sent.markup) ?? [];
    const url = new URL(target.replaceAll('&amp;', '&'), page.url);
    expect(url.pathname).toBe('/domains/acme/oauth2/authorize');
    expect(url.searchParams.get('identity_provider')).toBe('Globex');
    expect(url.searchParams.get('redirect_uri')).toBe(callback);
  });

  it.each(['bo@example.org', 'globex.example', 'bo@hr', 'hr', '', 'bo@globex.example@evil.example'])(
    'are not found by %s',
    async (email) => {
      await using domain = await startWithProviders({ Globex: ['globex.example', 'hr'] });
      const { browser, page } = await startJourney(domain, { query: domain.query });
      const given = { 'E-mail address': email };
      const refused = await browser.press(page, 'Sign in with your company', given);
      expect(refused.alert).toBe('No company sign-in is set up for this e-mail address.');
      expect(refused.field('E-mail address').value).toBe(email);
    },
  );

  it('may have any name without becoming markup', async () => {
    await using domain = await startWithProviders({ Globex: [] });
    const { documents, clients } = domain.cognito.store;
    const provider = findIdentityProvider(domain.cognito, domain.userPoolId, 'Globex');
    const at = { poolId: domain.userPoolId, id: hostile };
    documents.put(identityProviderKind, at, { ...provider, ProviderName: hostile });
    const client = clients.get(domain.query.client_id);
    if (!client) throw new Error('no client');
    const SupportedIdentityProviders = ['COGNITO', hostile];
    clients.put({ ...client, client: { ...client.client, SupportedIdentityProviders } });
    const { page } = await startJourney(domain, { query: domain.query });
    expect(page.markup).not.toContain('<img/');
    const link = page.links.find(({ text }) => text.includes('Continue with'));
    expect(link?.text).toContain(`Continue with ${hostile}`);
    const { searchParams } = new URL(link?.href ?? '', page.url);
    expect(searchParams.get('identity_provider')).toBe(hostile);
  });
});

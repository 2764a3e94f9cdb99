import { describe, expect, it } from 'vitest';
import { password } from '../testing/tenant-pool.ts';
import { createBrowser } from './testing/browser.ts';
import { codeOf, startJourney, startPages } from './testing/journey.ts';

const entries = { Username: 'alex', Password: password };

describe('a form', () => {
  it.each([
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of another site, by a browser that says no more than that', { 'sec-fetch-site': 'cross-site' }],
    ['of another app on the same site', { 'sec-fetch-site': 'same-site' }],
    ['of an origin that is kept secret', { origin: 'null' }],
    ['of another site, by an old browser', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://localhost:1' }],
  ])('%s is refused, and signs nobody in', async (_, headers) => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain);
    const refused = await browser.press(page, 'Sign in', entries, { headers: headers as never });
    expect(refused.url.pathname).toBe('/domains/acme/error');
    expect(refused.url.searchParams.get('error')).toBe('forged');
    expect([...browser.cookies.keys()].join()).not.toContain('cognito');
  });

  it.each([
    ['of this site', { 'sec-fetch-site': 'same-origin' }],
    [
      'of this site, whose browser keeps the origin secret',
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ],
    ['that says nothing of where it stood', {}],
  ])('%s is accepted', async (_, headers) => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain);
    const done = await browser.press(page, 'Sign in', entries, { headers: headers as never });
    expect(codeOf(done)).not.toBe('');
  });

  it.each([
    ['without a token', ''],
    ['with the token of another browser', 'A'.repeat(43)],
    ['with a token of another length', 'A'],
  ])('%s is refused', async (_, _csrf) => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain);
    const refused = await browser.press(page, 'Sign in', entries, { more: { _csrf } });
    expect(refused.url.searchParams.get('error')).toBe('forged');
    expect(refused.url.searchParams.get('client_id')).toBe(domain.client.id);
  });

  it('is refused in a browser without the cookie: an attacker’s page cannot sign anybody in as the attacker', async () => {
    await using domain = await startPages();
    const { page } = await startJourney(domain);
    const victim = createBrowser();
    const refused = await victim.press(page, 'Sign in', entries);
    expect(refused.url.searchParams.get('error')).toBe('forged');
    const { _csrf, ...empty } = { _csrf: '' };
    const without = await victim.press(page, 'Sign in', entries, { more: { ...empty, _csrf } });
    expect(without.url.searchParams.get('error')).toBe('forged');
  });

  it('is good for five minutes, and leads back to the beginning after that', async () => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain);
    domain.advance(5 * 60_000 - 1);
    expect(codeOf(await browser.press(page, 'Sign in', entries))).not.toBe('');
    domain.advance(1);
    const late = await browser.press(page, 'Sign in', entries);
    expect(late.status).toBe(400);
    expect(late.heading).toBe('This took too long');
    const again = await browser.follow(late, 'Back to sign in');
    expect(again.fields).toEqual(['Username', 'Password']);
    expect(again.url.searchParams.get('state')).toBe('st');
  });

  it.each(['', 'zzzzzzzzzzzz', 'nonsense!'])('does not say itself when it was made: %s', async (_opened) => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain);
    const refused = await browser.press(page, 'Sign in', entries, { more: { _opened } });
    expect(refused.heading).toBe('This took too long');
  });

  it('comes with a cookie for this domain only, out of reach of scripts, that stays the same on all pages', async () => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain);
    expect(page.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^XSRF-TOKEN=[\w-]{43}; Path=\/domains\/acme; SameSite=Lax; HttpOnly$/),
    ]);
    const second = await startJourney(domain, { browser, path: '/signup' });
    expect(second.page.headers.getSetCookie()).toEqual([]);
    const [token, other] = [page, second.page].map(
      ({ forms }) => forms[0]?.inputs.find(({ name }) => name === '_csrf')?.value,
    );
    expect(other).toBe(token);
  });

  it('is larger than any page’s and not read', async () => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain);
    const refused = await browser.press(page, 'Sign in', { ...entries, Password: 'x'.repeat(300_000) });
    expect(refused.status).toBe(413);
  });

  it('stands on pages that no other site can frame', async () => {
    await using domain = await startPages();
    for (const path of ['/login', '/signup', '/forgotPassword', '/confirmUser', '/confirmForgotPassword']) {
      const { page } = await startJourney(domain, { path });
      expect(page.headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
      expect(page.headers.get('x-frame-options'), path).toBe('DENY');
      expect(page.headers.get('cache-control'), path).toContain('no-store');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { password } from '../testing/tenant-pool.ts';
import type { Browser, Visited } from './testing/browser.ts';
import { lastCode, signInWithPassword, startJourney, startPages } from './testing/journey.ts';

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus=alert(1) x='",
  '</title><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
];

/** What a browser would take for markup, or run. */
function expectInert({ markup, text }: Pick<Visited, 'markup' | 'text'>, value: string): void {
  expect(markup).not.toContain('<script>alert');
  expect(markup).not.toContain('<img src=x');
  expect(markup).not.toContain('<svg/onload');
  const tags = markup.match(/<[a-z][^>]*>/gi) ?? [];
  const handlers = tags.filter((tag) => /\son\w+\s*=/i.test(tag.replace(/"[^"]*"/g, '""')));
  expect(handlers, text).toEqual([]);
  const hrefs = [...markup.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, href]) => href ?? '');
  expect(
    hrefs.filter((href) => /^\s*javascript:/i.test(href)),
    value,
  ).toEqual([]);
}

describe('what somebody else wrote', () => {
  it.each(hostile)('is text on every page that shows a name: %s', async (value) => {
    await using domain = await startPages({ pool: { AutoVerifiedAttributes: ['email'] } });
    const pages: Visited[] = [];
    const at = async (path: string, button: string, entries: Record<string, string>) => {
      const { browser, page } = await startJourney(domain, { path });
      const next = await browser.press(page, button, entries);
      pages.push(page, next);
      return { browser, page: next };
    };
    await at('/login', 'Sign in', { Username: value, Password: password });
    await at('/forgotPassword', 'Send the code', { Username: value });
    await at('/resendcode', 'Send a new code', { Username: value });
    await at('/confirmUser', 'Confirm', { Username: value, Code: value });
    await at('/confirmForgotPassword', 'Set the password', {
      Username: value,
      Code: value,
      'New password': value,
    });
    await at('/signup', 'Sign up', { Username: value, 'E-mail address': value, Password: value });
    for (const page of pages) expectInert(page, value);
    expect(
      pages.some(
        ({ fields, forms }) => fields.length > 0 && JSON.stringify(forms).includes(JSON.stringify(value)),
      ),
    ).toBe(true);
  });

  it.each(hostile)('is text in the hidden fields and destinations of a form: %s', async (value) => {
    await using domain = await startPages({ pool: { AutoVerifiedAttributes: ['email'] } });
    const press = async (browser: Browser, page: Visited, button: string, fields: string[]) => {
      const more = Object.fromEntries(fields.map((name) => [name, value]));
      const next = await browser.press(page, button, {}, { more });
      expectInert(next, value);
    };
    const login = await startJourney(domain);
    await press(login.browser, login.page, 'Sign in', [
      'step',
      'username',
      'password',
      'factor',
      'email',
      'session',
    ]);
    await press(login.browser, login.page, 'Sign in', ['username', '_opened']);
    const confirm = await startJourney(domain, { path: '/confirmUser' });
    await press(confirm.browser, confirm.page, 'Confirm', ['username', 'destination', 'session', 'code']);
    const reset = await startJourney(domain, { path: '/confirmForgotPassword' });
    await press(reset.browser, reset.page, 'Set the password', ['username', 'destination', 'code']);
  });

  it.each(hostile)('is text in the query, and stays what it was in links and forms: %s', async (value) => {
    await using domain = await startPages();
    for (const path of ['/login', '/signup', '/forgotPassword', '/confirmUser']) {
      const query = {
        state: value,
        nonce: value,
        login_hint: value,
        lang: value,
        [value]: value,
        user_name: value,
      };
      const { page } = await startJourney(domain, { path, query });
      expectInert(page, value);
      for (const { action } of page.forms) {
        expect(new URL(action, page.url).searchParams.get('state')).toBe(value);
        expect(new URL(action, page.url).origin).toBe(page.url.origin);
      }
    }
  });

  it.each(hostile)('is text where a user’s own attributes are shown: %s', async (value) => {
    await using domain = await startPages();
    const { store } = domain.cognito;
    const pool = store.pools.get(domain.userPoolId);
    const alex = store.users.get(domain.userPoolId, 'alex');
    if (!pool || !alex) throw new Error('no user');
    store.users.update(pool, { ...alex, attributes: { ...alex.attributes, email: value } });
    const { browser } = await signInWithPassword(domain);
    const { page } = await startJourney(domain, { browser, query: { prompt: 'select_account' } });
    expect(page.heading).toBe('Continue as');
    expect(page.text).toContain(value.replace(/\s+/g, ' '));
    expectInert(page, value);
  });

  it.each(hostile)(
    'is text in the name of a pool that an authenticator app is set up for: %s',
    async (value) => {
      await using domain = await startPages();
      const { pools } = domain.cognito.store;
      const pool = pools.get(domain.userPoolId);
      if (!pool) throw new Error('no pool');
      pools.put({ ...pool, pool: { ...pool.pool, Name: value }, mfa: { mode: 'ON', softwareToken: true } });
      const { page } = await signInWithPassword(domain);
      expect(page.heading).toBe('Set up your authenticator app');
      expectInert(page, value);
    },
  );

  it('never leads to another origin by the query that is carried', async () => {
    await using domain = await startPages({ pool: { AutoVerifiedAttributes: ['email'] } });
    const { browser, page } = await startJourney(domain, { path: '/signup' });
    const given = { Username: 'bo', 'E-mail address': 'bo@acme.example', Password: password };
    const confirm = await browser.press(page, 'Sign up', given);
    const forms = confirm.forms.map((form) => ({
      ...form,
      action: form.action.replace(/redirect_uri=[^&]*/, 'redirect_uri=https%3A%2F%2Fevil.example%2F'),
    }));
    const Code = lastCode(domain, 'bo@acme.example');
    const refused = await browser.press({ ...confirm, forms } as never, 'Confirm', { Code });
    expect(refused.url.origin).toBe(confirm.url.origin);
    expect(refused.url.searchParams.get('error')).toBe('redirect_mismatch');
    const done = await browser.press(confirm, 'Confirm', { Code });
    expect(done.url.hostname).toBe('app.acme.example');
  });
});

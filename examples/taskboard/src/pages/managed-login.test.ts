import type { Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../testing/browser.ts';
import { PASSWORD, PUBLIC_URL, startInstallation, type TestInstallation } from '../testing/installation.ts';
import { throughManagedLogin } from '../testing/managed-login.ts';

const MINUTE_MS = 60_000;
const email = 'olga@own.example';
const refusal = 'no sign-in of this browser';

describe('signing in away from the taskboard', () => {
  let installation: TestInstallation;
  let now = Date.now();
  let own: Tenant;
  let other: Tenant;

  beforeAll(async () => {
    installation = await startInstallation({ clock: () => now });
    [own, other] = await Promise.all([
      installation.createTenant('user-pool'),
      installation.createTenant('user-pool'),
    ]);
    await installation.addPerson(own, email);
    await installation.addPerson(other, email);
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  const open = () => openBrowser(installation.taskboard);

  async function leave(browser: TestBrowser, tenant = own): Promise<string> {
    const { status, location = '' } = await browser.get(`/t/${tenant.slug}/sign-in/away?with=COGNITO`);
    expect(status).toBe(303);
    return location;
  }
  const comeBack = (url: string) =>
    throughManagedLogin(url, { username: email, password: PASSWORD }, `${PUBLIC_URL}/sign-in/callback`);

  async function signedIn(): Promise<TestBrowser> {
    const browser = open();
    const inside = await browser.follow(await browser.get(await comeBack(await leave(browser))));
    expect(inside.text).toContain(`Projects · ${own.name}`);
    return browser;
  }

  it('ends in the tenant, under a new session id', async () => {
    const browser = open();
    const url = await leave(browser);
    const before = browser.cookie;
    const answer = await browser.get(await comeBack(url));
    expect(answer.location).toBe(`/t/${own.slug}`);
    expect(browser.cookie).not.toBe(before);
    expect((await browser.get(`/t/${own.slug}`)).text).toContain(email);
  });

  it('refuses the answer to a sign-in that another browser began', async () => {
    const callback = await comeBack(await leave(open()));
    const victim = await signedIn();
    const shown = await victim.follow(await victim.get(callback));
    expect(shown.text).toContain(refusal);
  });

  it('takes an answer once', async () => {
    const browser = open();
    const callback = await comeBack(await leave(browser));
    await browser.get(callback);
    expect((await browser.follow(await browser.get(callback))).text).toContain(refusal);
  });

  it('keeps two tabs apart that sign in to two tenants at the same time', async () => {
    const browser = open();
    const [first, second] = [await leave(browser, own), await leave(browser, other)];
    const [ofSecond, ofFirst] = [await comeBack(second), await comeBack(first)];
    expect((await browser.get(ofSecond)).location).toBe(`/t/${other.slug}`);
    expect((await browser.get(ofFirst)).location).toBe(`/t/${own.slug}`);
  });

  it('refuses a code of one tenant under the state of another', async () => {
    const browser = open();
    const [mine, theirs] = [await leave(browser, own), await leave(browser, other)];
    const callback = new URL(await comeBack(theirs), PUBLIC_URL);
    callback.searchParams.set('state', new URL(mine).searchParams.get('state') ?? '');
    const answer = await browser.get(`${callback.pathname}${callback.search}`);
    expect(answer.location).toBe(`/t/${own.slug}/sign-in`);
    expect((await browser.get(`/t/${own.slug}`)).location).toBe(`/t/${own.slug}/sign-in`);
  });

  it('leads to what the tenant offers only', async () => {
    for (const key of ['Google', 'idp-of-another-tenant', 'https://evil.example', '']) {
      const query = new URLSearchParams({ with: key });
      expect((await open().get(`/t/${own.slug}/sign-in/away?${query}`)).status).toBe(404);
    }
    expect((await open().get('/t/nobody/sign-in/away?with=COGNITO')).status).toBe(404);
  });

  it('begins with a step of the person, not by a link of another site (login CSRF)', async () => {
    const path = `/t/${own.slug}/sign-in/away?with=COGNITO`;
    const sent = await open().get(path, { 'sec-fetch-site': 'cross-site' });
    expect(sent.location).toBe(`/t/${own.slug}/sign-in`);
    expect((await open().get(path, { 'sec-fetch-site': 'same-origin' })).location).toContain(
      '/oauth2/authorize?',
    );
  });

  it('says once why Cognito refused, as text', async () => {
    const browser = open();
    const state = new URL(await leave(browser)).searchParams.get('state') ?? '';
    const query = new URLSearchParams({
      state,
      error: 'access_denied',
      error_description: '<img src=x onerror=alert(1)> is not for you',
    });
    const shown = await browser.follow(await browser.get(`/sign-in/callback?${query}`));
    expect(shown.text).toContain('&lt;img src=x onerror=alert(1)&gt; is not for you');
    expect(shown.text).not.toContain('<img');
    expect((await browser.get(`/t/${own.slug}/sign-in`)).text).not.toContain('is not for you');
  });

  it('signs out of the user pool as well, and only then begins anew', async () => {
    const browser = await signedIn();
    await browser.get(`/t/${own.slug}`);
    const answer = await browser.post('/sign-out', {});
    const leaving = await browser.get(answer.location ?? '');
    const out = /content="0; url=([^"]+)"/.exec(leaving.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(new URL(out).pathname).toMatch(/\/logout$/);
    expect(new URL(out).searchParams.get('logout_uri')).toBe(`${PUBLIC_URL}/sign-in`);
    const { status, headers } = await fetch(out, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([302, `${PUBLIC_URL}/sign-in`]);
    expect((await browser.get('/sign-in')).text).toContain('Tenant or e-mail address');
  });

  it('signs out everywhere: another browser is out when its token has ended', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    await here.get(`/t/${own.slug}/token`);
    await here.post('/sign-out', { everywhere: 'yes' });
    expect((await here.get(`/t/${own.slug}`)).status).toBe(303);
    now += 61 * MINUTE_MS;
    expect((await there.get(`/t/${own.slug}`)).location).toBe(`/t/${own.slug}/sign-in?ended`);
  });

  it('signs out here only, unless told otherwise', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    await here.get(`/t/${own.slug}`);
    await here.post('/sign-out', {});
    now += 61 * MINUTE_MS;
    expect((await there.get(`/t/${own.slug}`)).status).toBe(200);
  });
});

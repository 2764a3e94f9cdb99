import {
  SetUserPoolMfaConfigCommand,
  type WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { callback } from '../../testing/domain.ts';
import { createSoftwareAuthenticator } from '../../testing/software-authenticator.ts';
import { claimsOf, password } from '../../testing/tenant-pool.ts';
import type { Browser, Visited } from '../testing/browser.ts';
import { codeOf, startJourney, startPages } from '../testing/journey.ts';

type Domain = Awaited<ReturnType<typeof startPages>>;

async function startWithPasskeys({
  webAuthn = { RelyingPartyId: 'localhost' },
  hides = false,
}: {
  webAuthn?: WebAuthnConfigurationType;
  hides?: boolean;
} = {}) {
  const domain = await startPages({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    appClient: {
      ExplicitAuthFlows: ['ALLOW_USER_AUTH'],
      PreventUserExistenceErrors: hides ? 'ENABLED' : 'LEGACY',
    },
  });
  await domain.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: domain.userPoolId, WebAuthnConfiguration: webAuthn }),
  );
  return domain;
}

const optionsOf = ({ markup }: Visited) =>
  JSON.parse((/data-options="([^"]*)"/.exec(markup)?.[1] ?? '').replaceAll('&quot;', '"'));

async function sayWho(domain: Domain, Username = 'alex') {
  const { browser, page } = await startJourney(domain);
  return { browser, page: await browser.press(page, 'Next', { Username }) };
}

/** Signed in by password, at the page that adds a passkey. */
async function toAddPage(domain: Domain) {
  const { browser, page } = await sayWho(domain);
  const asked = page.fields.includes('Password') ? page : await browser.press(page, 'Password');
  await browser.press(asked, 'Sign in', { Password: password });
  const query = { response_type: undefined, state: undefined };
  return startJourney(domain, { path: '/passkeys/add', query, browser });
}

const authenticatorFor = (domain: Domain) =>
  createSoftwareAuthenticator({ origin: new URL(domain.base).origin });

const send = (browser: Browser, page: Visited, button: string, credential: unknown) =>
  browser.press(page, button, {}, { more: { credential: JSON.stringify(credential) } });

async function addPasskey(domain: Domain) {
  const authenticator = authenticatorFor(domain);
  const { browser, page } = await toAddPage(domain);
  const added = await send(browser, page, 'Add a passkey', authenticator.create(optionsOf(page)));
  return { authenticator, browser, page, added };
}

describe('a passkey', () => {
  it('is added by whoever is signed in, and signs in from then on', async () => {
    await using domain = await startWithPasskeys();
    const { authenticator, page, added } = await addPasskey(domain);
    expect(page.heading).toBe('Add a passkey');
    expect(page.text).toContain('alex@acme.example');
    expect(added.url.href).toBe(callback);
    const { browser, page: choice } = await sayWho(domain);
    const ask = await browser.press(choice, 'Passkey');
    expect(ask.heading).toBe('Use your passkey');
    const done = await send(browser, ask, 'Use the passkey', authenticator.get(optionsOf(ask)));
    const { body } = await domain.redeem(codeOf(done));
    expect(claimsOf(body.id_token)).toMatchObject({ 'cognito:username': 'alex' });
  });

  it('comes from a script of our own, which stands in no page', async () => {
    await using domain = await startWithPasskeys();
    const { page } = await toAddPage(domain);
    const scripts = [...page.markup.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.map(([, , content]) => content).join('')).toBe('');
    const [, src = ''] = /src="([^"]*passkeys\.js[^"]*)"/.exec(page.markup) ?? [];
    const script = await fetch(new URL(src, page.url));
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(await script.text()).toContain('navigator.credentials');
    expect(page.markup).toContain('<noscript>');
  });

  it('is added by nobody who is not signed in', async () => {
    await using domain = await startWithPasskeys();
    const { browser, page } = await startJourney(domain, {
      path: '/passkeys/add',
      query: { response_type: undefined },
    });
    expect(page.url.pathname).toBe('/domains/acme/login');
    expect(page.url.searchParams.get('response_type')).toBe('code');
    const [form] = page.forms;
    const action = form?.action.replace('/login', '/passkeys/add');
    const posted = await browser.press({ ...page, forms: [{ ...form, action }] } as never, 'Next', {
      Username: 'alex',
    });
    expect(posted.url.pathname).toBe('/domains/acme/login');
  });

  it('is added for a known client and one of its addresses only', async () => {
    await using domain = await startWithPasskeys();
    const { browser } = await toAddPage(domain);
    for (const query of [{ redirect_uri: 'https://evil.example/' }, { client_id: 'nobody' }]) {
      const { page } = await startJourney(domain, { path: '/passkeys/add', query, browser });
      expect(page.url.pathname).toBe('/domains/acme/error');
    }
  });

  it.each([
    ['another challenge', (options: object) => ({ ...options, challenge: 'AAAA' })],
    ['another relying party', (options: object) => ({ ...options, rp: { id: 'evil.example' } })],
  ])('made for %s is refused', async (_, change) => {
    await using domain = await startWithPasskeys();
    const { browser, page } = await toAddPage(domain);
    const credential = authenticatorFor(domain).create(change(optionsOf(page)) as never);
    const refused = await send(browser, page, 'Add a passkey', credential);
    expect(refused.heading).toBe('Add a passkey');
    expect(refused.alert).toBeDefined();
  });

  it('that is none is refused', async () => {
    await using domain = await startWithPasskeys();
    const { browser, page } = await toAddPage(domain);
    for (const credential of ['', '{}', 'null', '<b>']) {
      const refused = await browser.press(page, 'Add a passkey', {}, { more: { credential } });
      expect(refused.heading).toBe('Add a passkey');
      expect(refused.alert).toMatch(/^The credential must be/);
    }
  });

  it('is not added where the pool has none', async () => {
    await using domain = await startPages();
    const { browser } = await startJourney(domain);
    const login = await startJourney(domain, { browser });
    await browser.press(login.page, 'Sign in', { Username: 'alex', Password: password });
    const { page } = await startJourney(domain, { path: '/passkeys/add', browser });
    expect(page.status).toBe(400);
    expect(page.alert).toBe('Passkeys are not enabled for the user pool.');
  });

  it('of somebody else, or used before, signs nobody in', async () => {
    await using domain = await startWithPasskeys();
    const { authenticator } = await addPasskey(domain);
    const { browser, page: choice } = await sayWho(domain);
    const ask = await browser.press(choice, 'Passkey');
    const foreign = await send(browser, ask, 'Use the passkey', authenticatorFor(domain).get(optionsOf(ask)));
    expect(foreign.heading).toBe('How do you want to sign in?');
    expect(foreign.alert).toMatch(/^The passkey was not used/);
    const again = await send(browser, ask, 'Use the passkey', authenticator.get(optionsOf(ask)));
    expect(again.alert).toBe('You took longer than this page allows. Sign in again.');
  });

  it('is not offered where the page does not belong to its relying party', async () => {
    await using domain = await startWithPasskeys({ webAuthn: { RelyingPartyId: 'auth.acme.example' } });
    const { page } = await sayWho(domain);
    expect(page.fields).toEqual(['Password']);
  });
});

describe('a passkey where the client hides who exists', () => {
  it('is asked for from everybody, always the same one, and is never right', async () => {
    await using domain = await startWithPasskeys({ hides: true });
    const { authenticator } = await addPasskey(domain);
    const texts = await Promise.all(
      ['alex', 'abby'].map(async (name) => {
        const { browser, page } = await sayWho(domain, name);
        const ask = await browser.press(page, 'Passkey');
        const { allowCredentials, challenge, ...rest } = optionsOf(ask);
        expect(allowCredentials).toEqual([
          { id: expect.stringMatching(/^[\w-]{43}$/), type: 'public-key', transports: expect.any(Array) },
        ]);
        const other = authenticatorFor(domain).get(optionsOf(ask));
        const wrong = await send(browser, ask, 'Use the passkey', other);
        const again = await send(browser, ask, 'Use the passkey', other);
        const next = await browser.press(page, 'Passkey');
        expect(optionsOf(next).allowCredentials).toEqual(allowCredentials);
        expect(optionsOf(next).challenge).not.toBe(challenge);
        const nonsense = await send(browser, next, 'Use the passkey', { id: 1 });
        const all = [JSON.stringify(rest), ...[ask, wrong, again, nonsense].map(({ text }) => text)];
        return all.map((text) => text.replaceAll(name, '(name)'));
      }),
    );
    expect(texts[1]).toEqual(texts[0]);
    const { browser, page } = await sayWho(domain);
    const ask = await browser.press(page, 'Passkey');
    const done = await send(browser, ask, 'Use the passkey', authenticator.get(optionsOf(ask)));
    expect(codeOf(done)).not.toBe('');
  });

  it('locks names that nobody has as well', async () => {
    await using domain = await startWithPasskeys({ hides: true });
    await addPasskey(domain);
    const journeys = await Promise.all(
      ['alex', 'abby'].map(async (name) => {
        const { browser, page } = await sayWho(domain, name);
        const alerts: (string | undefined)[] = [];
        for (let times = 0; times < 6; times += 1) {
          const ask = await browser.press(page, 'Passkey');
          alerts.push(ask.alert);
          if (ask.alert !== undefined) break;
          const other = authenticatorFor(domain).get(optionsOf(ask));
          alerts.push((await send(browser, ask, 'Use the passkey', other)).alert);
        }
        return alerts;
      }),
    );
    expect(journeys[1]).toEqual(journeys[0]);
    expect(journeys[0]).toHaveLength(11);
    expect(journeys[0]?.at(-1)).toBe('Too many wrong attempts. Wait a few minutes, then try again.');
  });
});

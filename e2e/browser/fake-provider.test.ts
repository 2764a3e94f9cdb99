import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, launchBrowser, openBrowser, see } from '../setup/browser.ts';
import { type SignInPool, startApp, startSignInPool, type WebApp } from '../setup/federation-app.ts';

let browser: Browser;
let app: WebApp;
let pool: SignInPool;

const people = [
  { subject: 'gita', email: 'gita@globex.example', name: 'Gita Globex', groups: ['engineering'] },
  { subject: 'gus', email: 'gus@globex.example', name: 'Gus Globex' },
];

beforeAll(async () => {
  [browser, app] = await Promise.all([launchBrowser(), startApp()]);
  pool = await startSignInPool(app, {
    fakeProviders: [
      { name: 'globex', displayName: 'Globex Workforce', protocol: 'oidc', people },
      { name: 'initech', displayName: 'Initech Login', protocol: 'saml', people },
    ],
  });
  const [globex, initech] = pool.cognito.fakeProviders.list();
  const AttributeMapping = { email: 'email', name: 'name' };
  await pool.addProvider({
    ProviderName: 'Globex',
    ProviderType: 'OIDC',
    ProviderDetails: {
      oidc_issuer: globex?.issuer ?? '',
      client_id: globex?.clientId ?? '',
      client_secret: globex?.clientSecret ?? '',
      authorize_scopes: 'openid email profile',
      attributes_request_method: 'GET',
    },
    AttributeMapping,
  });
  await pool.addProvider({
    ProviderName: 'Initech',
    ProviderType: 'SAML',
    ProviderDetails: { MetadataURL: initech?.metadataUrl ?? '', IDPSignout: 'true', IDPInit: 'true' },
    AttributeMapping,
  });
});

afterAll(async () => {
  await Promise.all([browser?.close(), pool?.[Symbol.asyncDispose](), app?.[Symbol.asyncDispose]()]);
});

const authorize = (provider: string) =>
  `http://${pool.domain}/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: pool.clientId,
    redirect_uri: app.callback,
    identity_provider: provider,
    prompt: 'login',
  })}`;

const seeApp = (page: Page) => page.getByRole('heading', { name: 'The app' }).waitFor();

/** Everything the page can do is under one key press: Tab goes on, Enter and Space do it. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      return element === document.body ? '' : element.innerText || element.id;
    });
    if (focused.includes(text)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${text}.`);
}

describe('a fake provider', () => {
  it('signs in by the keyboard whom it offers, by OpenID Connect and by SAML', async (test) => {
    await using visitor = await openBrowser(browser, app.url, test);
    const { page } = visitor;
    for (const [provider, heading] of [
      ['Globex', 'Globex Workforce'],
      ['Initech', 'Initech Login'],
    ] as const) {
      await page.goto(authorize(provider));
      await see(page, heading);
      await tabTo(page, 'Gus Globex');
      await page.keyboard.press('Enter');
      await seeApp(page);
      const claims = await pool.redeem(new URL(page.url()));
      expect(claims).toMatchObject({ 'cognito:username': `${provider}_gus`, email: 'gus@globex.example' });
    }
  });

  it('signs in somebody else, and says what is missing', async (test) => {
    await using visitor = await openBrowser(browser, app.url, test);
    const { page } = visitor;
    await page.goto(authorize('Globex'));
    await see(page, 'Globex Workforce');
    await tabTo(page, 'Somebody else');
    await page.keyboard.press('Enter');
    await tabTo(page, 'other_email');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('give somebody else an e-mail address').waitFor();
    await expectAccessible(page);
    await tabTo(page, 'other_email');
    await page.keyboard.type('sam@globex.example');
    await page.keyboard.press('Enter');
    await seeApp(page);
    expect(await pool.redeem(new URL(page.url()))).toMatchObject({
      email: 'sam@globex.example',
      name: 'sam',
    });
  });

  it('breaks what it is told to break, and the trace says why the sign-in failed', async (test) => {
    await using visitor = await openBrowser(browser, app.url, test);
    const { page } = visitor;
    await page.goto(authorize('Globex'));
    await page.getByText('Break it').click();
    await expectAccessible(page);
    await page.getByRole('radio', { name: /^Wrong audience/ }).check();
    await page.getByRole('button', { name: 'Gita Globex' }).click();
    await seeApp(page);
    expect(new URL(page.url()).searchParams.get('error_description')).toBe('Bad id_token audience');
    await page.goto(`${pool.cognito.endpoint}/_local/sign-ins`);
    await see(page, 'Sign-ins');
    await page
      .getByRole('link', { name: /Refused/ })
      .first()
      .click();
    await see(page, 'Sign-in through Globex Workforce');
    await page
      .getByText('The ID token is meant for the client globex-client-of-somebody-else')
      .first()
      .waitFor();
    await page.getByText('What to do: Set client_id in ProviderDetails').waitFor();
  });

  it('of SAML begins a sign-in itself, and is signed out with the user pool', async (test) => {
    await using visitor = await openBrowser(browser, app.url, test);
    const { page } = visitor;
    // As on AWS, an app client that people can come to from the provider has SAML providers only.
    await pool.api.createUserPoolClient({
      UserPoolId: pool.userPoolId,
      ClientName: 'portal',
      SupportedIdentityProviders: ['Initech'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: [app.callback],
    });
    const home = pool.cognito.fakeProviders.list()[1]?.url ?? '';
    await page.goto(home);
    await see(page, 'Initech Login');
    await page.getByRole('link', { name: 'portal' }).click();
    await page.getByRole('button', { name: 'Gita Globex' }).click();
    await seeApp(page);
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/./);
    const isSignedInThere = async () => {
      await page.goto(authorize('Initech'));
      await see(page, 'Initech Login');
      return (await page.getByText('Signed in').count()) === 1;
    };
    expect(await isSignedInThere()).toBe(true);
    const query = new URLSearchParams({ client_id: pool.clientId, logout_uri: app.signedOut });
    await page.goto(`${pool.domainByPath}/logout?${query}`);
    await page.waitForURL(app.signedOut);
    expect(await isSignedInThere()).toBe(false);
  });
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAuthenticator } from '../setup/authenticator.ts';
import { launchBrowser, openBrowser, see } from '../setup/browser.ts';
import { type SignInPool, startApp, startSignInPool, user, type WebApp } from '../setup/federation-app.ts';

let browser: Browser;
let app: WebApp;
let pool: SignInPool;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchBrowser(), startApp()]);
  pool = await startSignInPool(app);
  const { userPoolId: UserPoolId, clientId: ClientId } = pool;
  await pool.api.updateUserPool({
    UserPoolId,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    AutoVerifiedAttributes: ['email'],
  });
  const { UserPoolClient } = await pool.api.describeUserPoolClient({ UserPoolId, ClientId });
  const {
    CreationDate: _made,
    LastModifiedDate: _changed,
    ClientType: _type,
    ...settings
  } = UserPoolClient ?? {};
  await pool.api.updateUserPoolClient({
    ...settings,
    UserPoolId,
    ClientId,
    ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
});

afterAll(async () => {
  await Promise.all([browser?.close(), pool?.[Symbol.asyncDispose]()]);
  await app?.[Symbol.asyncDispose]();
});

it('a person adds a passkey on the pages of the user pool, and signs in with it alone', {
  timeout: 60_000,
}, async (test) => {
  await using visitor = await openBrowser(browser, app.url, test);
  const { page } = visitor;
  const passkeys = await addAuthenticator(page);
  const at = (path: string, more: Record<string, string> = {}) => {
    const query = { client_id: pool.clientId, redirect_uri: app.callback, response_type: 'code', ...more };
    return `http://${pool.domain}${path}?${new URLSearchParams(query)}`;
  };

  await page.goto(at('/oauth2/authorize'));
  await see(page, 'Sign in');
  await page.getByLabel('Username').fill(user.username);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'The app' }).waitFor();

  await page.goto(at('/passkeys/add'));
  await see(page, /passkey/i);
  await page.getByRole('button', { name: /passkey/i }).click();
  await page.getByRole('heading', { level: 1, name: 'The app' }).waitFor();
  expect(await passkeys()).toHaveLength(1);

  await page.goto(at('/oauth2/authorize', { prompt: 'login' }));
  await see(page, 'Sign in');
  await page.getByLabel('Username').fill(user.username);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /passkey/i }).click();
  await see(page, 'Use your passkey');
  await page.getByRole('button', { name: 'Use the passkey' }).click();
  await page.waitForURL(`${app.callback}?code=*`);
  expect(await pool.redeem(new URL(page.url()))).toMatchObject({ 'cognito:username': user.username });
});

import * as openid from 'openid-client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openBrowser, see } from './setup/browser.ts';
import { bundleForBrowser } from './setup/bundle.ts';
import { startApp, startSignInPool, user } from './setup/federation-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** As alex, on managed login. */
async function signInThere(page: Page): Promise<void> {
  await see(page, 'Sign in');
  await page.getByLabel('Username').fill(user.username);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const seeApp = (page: Page) => page.getByRole('heading', { name: 'The app' }).waitFor();

/** A window with the app in it. */
async function openApp(test: Parameters<typeof openBrowser>[2], url: string) {
  const visitor = await openBrowser(browser, url, test);
  await visitor.page.goto(url);
  return visitor;
}

describe('an OAuth client that is not ours', () => {
  it('oidc-client-ts signs in, refreshes and signs out in a browser', async (test) => {
    await using app = await startApp(await bundleForBrowser('./oidc-client-ts-app.ts'));
    await using pool = await startSignInPool(app);
    const settings = {
      authority: `${pool.cognito.endpoint}/${pool.userPoolId}`,
      client_id: pool.clientId,
      redirect_uri: app.callback,
      scope: 'openid email profile',
    };
    await using visitor = await openApp(test, app.url);
    const { page } = visitor;
    await page.evaluate((all) => window.app.signIn(all), settings);
    await signInThere(page);
    await seeApp(page);
    const claims = { 'cognito:username': 'alex', email: 'alex@acme.example', email_verified: true };
    const finish = (all: typeof settings) => window.app.finish(all);
    const signedIn = await page.evaluate(finish, settings);
    expect(signedIn).toMatchObject({ claims, hasRefreshToken: true });
    const refreshed = await page.evaluate((all) => window.app.refresh(all), settings);
    expect(refreshed).toMatchObject({ claims });
    expect(refreshed).not.toMatchObject({ accessToken: (signedIn as { accessToken: string }).accessToken });
    await page.evaluate(([all, uri]) => window.app.signOut(all, uri), [settings, app.signedOut] as const);
    await page.waitForURL(app.signedOut);
    await seeApp(page);
    await page.evaluate((all) => window.app.signIn(all), settings);
    await see(page, 'Sign in');
  });

  it('Amplify signs in with redirect by password and through a provider, refreshes and signs out', async (test) => {
    await using app = await startApp(await bundleForBrowser('./amplify-app.ts'));
    const gita = { subject: 'gita', email: 'gita@globex.example', name: 'Gita Globex' };
    await using pool = await startSignInPool(app, {
      https: true,
      fakeProviders: [{ name: 'globex', displayName: 'Globex Workforce', protocol: 'oidc', people: [gita] }],
    });
    const [globex] = pool.cognito.fakeProviders.list();
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
      AttributeMapping: { email: 'email', name: 'name' },
    });
    await using visitor = await openBrowser(browser, app.url, test, { ignoreHTTPSErrors: true });
    const { page } = visitor;
    await page.addInitScript(
      (configuration) => {
        window.amplifyConfiguration = configuration;
      },
      {
        Auth: {
          Cognito: {
            userPoolId: pool.userPoolId,
            userPoolClientId: pool.clientId,
            userPoolEndpoint: pool.cognito.endpoint,
            loginWith: {
              oauth: {
                domain: pool.domain,
                scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
                redirectSignIn: [app.callback],
                redirectSignOut: [app.signedOut],
                responseType: 'code' as const,
              },
            },
          },
        },
      },
    );
    const backAtApp = async () => {
      await seeApp(page);
      await page.waitForFunction(() => window.amplify.events.includes('signInWithRedirect'));
      return page.evaluate(() => window.amplify.session());
    };
    const signOut = async () => {
      await page.evaluate(() => window.amplify.signOut());
      await page.waitForURL(app.signedOut);
      await seeApp(page);
      expect(await page.evaluate(() => window.amplify.session())).toBeUndefined();
    };

    await page.goto(app.url);
    await page.evaluate(() => window.amplify.signIn());
    await signInThere(page);
    const signedIn = await backAtApp();
    expect(signedIn?.claims).toMatchObject({ 'cognito:username': 'alex', email: user.email });
    const refreshed = await page.evaluate(() => window.amplify.session(true));
    expect(refreshed?.claims).toMatchObject({ 'cognito:username': 'alex' });
    expect(refreshed?.accessToken).not.toBe(signedIn?.accessToken);
    await signOut();

    await page.evaluate(() => window.amplify.signIn('Globex'));
    await see(page, 'Globex Workforce');
    await page.getByRole('button', { name: 'Gita Globex' }).click();
    expect((await backAtApp())?.claims).toMatchObject({
      'cognito:username': 'Globex_gita',
      email: gita.email,
    });
    await signOut();
  });

  it('openid-client completes code with PKCE, refresh, user info, revocation and end session', async (test) => {
    await using app = await startApp();
    await using pool = await startSignInPool(app);
    const config = await openid.discovery(
      new URL(`${pool.cognito.endpoint}/${pool.userPoolId}`),
      pool.clientId,
      undefined,
      openid.None(),
      { execute: [openid.allowInsecureRequests] },
    );
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const checks = { pkceCodeVerifier, expectedState: 's-1', expectedNonce: 'n-1' };
    const authorize = openid.buildAuthorizationUrl(config, {
      redirect_uri: app.callback,
      scope: 'openid email',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    await using visitor = await openApp(test, app.url);
    const { page } = visitor;
    await page.goto(authorize.href);
    await signInThere(page);
    await seeApp(page);
    const tokens = await openid.authorizationCodeGrant(config, new URL(page.url()), checks);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ 'cognito:username': 'alex', email: user.email });
    const info = await openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(info).toMatchObject({ username: 'alex', email: user.email });
    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe(claims?.sub);
    await openid.tokenRevocation(config, tokens.refresh_token ?? '');
    await expect(openid.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const end = openid.buildEndSessionUrl(config, { client_id: pool.clientId, logout_uri: app.signedOut });
    await page.goto(end.href);
    await page.waitForURL(app.signedOut);
    await page.goto(authorize.href);
    await see(page, 'Sign in');
  });

  it.each([
    ['basic', openid.ClientSecretBasic],
    ['post', openid.ClientSecretPost],
  ])('openid-client gets tokens for a machine, with its secret by %s', async (_method, authentication) => {
    await using app = await startApp();
    await using pool = await startSignInPool(app);
    const { api, userPoolId: UserPoolId } = pool;
    await api.createResourceServer({
      UserPoolId,
      Identifier: 'reports',
      Name: 'reports',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read reports' }],
    });
    const { UserPoolClient } = await api.createUserPoolClient({
      UserPoolId,
      ClientName: 'machine',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['reports/read'],
    });
    const config = await openid.discovery(
      new URL(`${pool.cognito.endpoint}/${UserPoolId}`),
      UserPoolClient?.ClientId ?? '',
      undefined,
      authentication(UserPoolClient?.ClientSecret),
      { execute: [openid.allowInsecureRequests] },
    );
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'reports/read' });
    const [, payload = ''] = tokens.access_token.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      scope: 'reports/read',
      client_id: UserPoolClient?.ClientId,
    });
  });
});

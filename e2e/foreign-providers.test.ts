import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import Provider from 'oidc-provider';
import type { Browser } from 'playwright-core';
import samlp from 'samlp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openBrowser, see } from './setup/browser.ts';
import { type SignInPool, startApp, startSignInPool, type WebApp } from './setup/federation-app.ts';
import { samlCertificate, samlKey } from './setup/foreign-saml-credentials.ts';

let browser: Browser;
let app: WebApp;
let pool: SignInPool;
const providers: Server[] = [];

beforeAll(async () => {
  [browser, app] = await Promise.all([launchBrowser(), startApp()]);
  pool = await startSignInPool(app);
});

afterAll(async () => {
  for (const provider of providers) provider.close().closeAllConnections();
  await Promise.all([browser?.close(), pool?.[Symbol.asyncDispose](), app?.[Symbol.asyncDispose]()]);
});

/** Listens on a free port, for a listener that has to know where. */
async function serve(listenerAt: (url: string) => RequestListener): Promise<string> {
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const listener = listenerAt(url);
  providers.push(server);
  return url;
}

const authorizeUrl = () =>
  `http://${pool.domain}/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: pool.clientId,
    redirect_uri: app.callback,
    scope: 'openid email profile',
    state: 'from-the-app',
  })}`;

describe('a provider that is not ours', () => {
  it('signs people in by OpenID Connect: oidc-provider', async (test) => {
    const redirectUri = `http://${pool.domain}/oauth2/idpresponse`;
    const issuer = await serve((url) =>
      new Provider(url, {
        clients: [
          {
            client_id: 'cognito',
            client_secret: 'a-secret-between-the-two',
            redirect_uris: [redirectUri],
            token_endpoint_auth_method: 'client_secret_post',
          },
        ],
        cookies: { keys: ['of-the-test'] },
        ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        findAccount: (_context: unknown, id: string) => ({
          accountId: id,
          claims: () => ({
            sub: id,
            email: `${id}@foreign.example`,
            email_verified: true,
            name: 'Fay Foreign',
          }),
        }),
      }).callback(),
    );
    await pool.addProvider({
      ProviderName: 'Foreign',
      ProviderType: 'OIDC',
      ProviderDetails: {
        oidc_issuer: issuer,
        client_id: 'cognito',
        client_secret: 'a-secret-between-the-two',
        authorize_scopes: 'openid email profile',
        attributes_request_method: 'GET',
      },
      AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
    });
    await using visitor = await openBrowser(browser, app.url, test);
    const { page } = visitor;
    // Its page wants a font from the internet.
    await page.route(/^https:/, (route) => route.fulfill({ body: '' }));
    await page.goto(authorizeUrl());
    await see(page, 'Sign in');
    await page.getByRole('link', { name: 'Continue with Foreign', exact: true }).click();
    await page.locator('[name=login]').fill('fay');
    await page.locator('[name=password]').fill('whatever');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'The app' }).waitFor();
    const back = new URL(page.url());
    expect(back.searchParams.get('state')).toBe('from-the-app');
    expect(await pool.redeem(back)).toMatchObject({
      'cognito:username': 'Foreign_fay',
      email: 'fay@foreign.example',
      email_verified: true,
      name: 'Fay Foreign',
      identities: [{ userId: 'fay', providerName: 'Foreign', providerType: 'OIDC' }],
    });
  });

  it('signs people in by SAML: samlp', async (test) => {
    const consumer = `http://${pool.domain}/saml2/idpresponse`;
    const fay = {
      id: 'fay-17',
      displayName: 'Fay Foreign',
      name: { givenName: 'Fay', familyName: 'Foreign' },
      emails: [{ value: 'fay@saml.example' }],
    };
    const url = await serve((issuer) => {
      const credentials = { issuer, cert: samlCertificate, key: samlKey };
      return express()
        .get(
          '/metadata',
          samlp.metadata({ ...credentials, redirectEndpointPath: '/sso', postEndpointPath: '/sso' }),
        )
        .get(
          '/sso',
          samlp.auth({
            ...credentials,
            getPostURL: (_audience, _request, _message, callback) => callback(null, consumer),
            getUserFromRequest: () => fay,
            destination: consumer,
            recipient: consumer,
          }),
        );
    });
    const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
    await pool.addProvider({
      ProviderName: 'ForeignSaml',
      ProviderType: 'SAML',
      ProviderDetails: { MetadataURL: `${url}/metadata` },
      AttributeMapping: { email: `${claims}/emailaddress`, name: `${claims}/name` },
    });
    await using visitor = await openBrowser(browser, app.url, test);
    const { page } = visitor;
    await page.goto(authorizeUrl());
    await see(page, 'Sign in');
    await page.getByRole('link', { name: 'Continue with ForeignSaml', exact: true }).click();
    await page.getByRole('heading', { name: 'The app' }).waitFor();
    expect(await pool.redeem(new URL(page.url()))).toMatchObject({
      'cognito:username': 'ForeignSaml_fay-17',
      email: 'fay@saml.example',
      name: 'Fay Foreign',
      identities: [{ userId: 'fay-17', providerName: 'ForeignSaml', providerType: 'SAML', issuer: url }],
    });
  });
});

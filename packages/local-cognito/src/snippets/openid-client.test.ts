// #region imports
import * as openid from 'openid-client';
// #endregion
import { expect, it } from 'vitest';
import { createBrowser } from '../managed-login/testing/browser.ts';
import { startLocalCognito } from '../start.ts';

it('signs somebody in on a server with openid-client, as the guide says', async () => {
  await using cognito = await startLocalCognito({ seed: `${import.meta.dirname}/providers.yaml` });
  // #region discover
  const config = await openid.discovery(
    new URL(`${cognito.endpoint}/us-east-1_acmeLocal`), // on AWS: https://cognito-idp.<region>.amazonaws.com/<id>
    '1acmeweb',
    undefined,
    openid.None(),
    { execute: [openid.allowInsecureRequests] }, // for http; not on AWS
  );
  // #endregion
  // #region begin
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
  }; // keep them in the visitor's session
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: 'http://localhost:3000/callback',
    scope: 'openid email',
    state: checks.expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    // identity_provider: 'Globex', leads there at once
  });
  // #endregion
  const browser = createBrowser();
  const page = await browser.open(address.href);
  const { url } = await browser.press(page, 'Sign in', { Username: 'alice', Password: 'Correct-horse-1' });
  // #region finish
  const tokens = await openid.authorizationCodeGrant(config, url, checks);
  const email = tokens.claims()?.email;
  // #endregion
  expect(email).toBe('alice@acme.example');
  // #region end
  const end = openid.buildEndSessionUrl(config, { logout_uri: 'http://localhost:3000/' });
  // #endregion
  expect((await browser.open(end.href)).url.href).toBe('http://localhost:3000/');
  expect((await browser.open(address.href)).url.pathname).toBe('/domains/acme-local/login');
});

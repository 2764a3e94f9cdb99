import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAuthenticator } from '../setup/authenticator.ts';
import { launchBrowser, openBrowser } from '../setup/browser.ts';

const require = createRequire(import.meta.url);
const simpleWebAuthn = join(
  dirname(require.resolve('@simplewebauthn/browser')),
  '../dist/bundle/index.umd.min.js',
);
const username = 'pia';
const password = 'Correct-horse-1';

let browser: Browser;
let cognito: LocalCognito;
let api: CognitoIdentityProvider;
let clientId: string;

beforeAll(async () => {
  [browser, cognito] = await Promise.all([launchBrowser(), startLocalCognito()]);
  api = new CognitoIdentityProvider({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { UserPool } = await api.createUserPool({
    PoolName: 'acme',
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
  });
  const UserPoolId = UserPool?.Id;
  await api.setUserPoolMfaConfig({
    UserPoolId,
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' },
  });
  const { UserPoolClient } = await api.createUserPoolClient({
    UserPoolId,
    ClientName: 'web',
    ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
  });
  clientId = UserPoolClient?.ClientId ?? '';
  const user = { UserPoolId, Username: username };
  await api.adminCreateUser({ ...user, MessageAction: 'SUPPRESS' });
  await api.adminSetUserPassword({ ...user, Password: password, Permanent: true });
});

afterAll(async () => {
  api?.destroy();
  await Promise.all([browser?.close(), cognito?.close()]);
});

/** In the page, once {@link loadWebAuthn} has run there. */
declare const SimpleWebAuthnBrowser: typeof import('@simplewebauthn/browser');

/** As an app does it: both ceremonies by @simplewebauthn/browser, in the form a page loads by a script tag. */
const loadWebAuthn = async (page: Page) => page.evaluate(await readFile(simpleWebAuthn, 'utf8'));

const createPasskey = (page: Page, options: unknown) =>
  page.evaluate((json) => SimpleWebAuthnBrowser.startRegistration({ optionsJSON: json as never }), options);

const usePasskey = (page: Page, options: unknown) =>
  page.evaluate((json) => SimpleWebAuthnBrowser.startAuthentication({ optionsJSON: json as never }), options);

async function beginPasskeySignIn() {
  const { Session, ChallengeName, ChallengeParameters } = await api.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
  });
  expect(ChallengeName).toBe('WEB_AUTHN');
  return { Session, options: JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}') };
}

const answer = (Session: string | undefined, credential: unknown) =>
  api.respondToAuthChallenge({
    ClientId: clientId,
    ChallengeName: 'WEB_AUTHN',
    Session,
    ChallengeResponses: { USERNAME: username, CREDENTIAL: JSON.stringify(credential) },
  });

describe('a passkey of Chromium', () => {
  it('is registered, and signs in again and again', async (test) => {
    await using visitor = await openBrowser(browser, cognito.endpoint, test);
    const { page } = visitor;
    await page.goto('/_local/mailbox');
    await loadWebAuthn(page);
    const passkeys = await addAuthenticator(page);
    const { AuthenticationResult } = await api.initiateAuth({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    const AccessToken = AuthenticationResult?.AccessToken;
    const { CredentialCreationOptions } = await api.startWebAuthnRegistration({ AccessToken });
    const Credential = await createPasskey(page, CredentialCreationOptions);
    await api.completeWebAuthnRegistration({ AccessToken, Credential: Credential as never });
    expect(await passkeys()).toMatchObject([{ rpId: 'localhost' }]);

    for (const _time of [1, 2]) {
      const { Session, options } = await beginPasskeySignIn();
      const signedIn = await answer(Session, await usePasskey(page, options));
      expect(signedIn.AuthenticationResult).toHaveProperty('AccessToken');
    }
    const { Session, options } = await beginPasskeySignIn();
    const stale = await usePasskey(page, { ...options, challenge: 'AAAAAAAAAAAAAAAAAAAAAA' });
    await expect(answer(Session, stale)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

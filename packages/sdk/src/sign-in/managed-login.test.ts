import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../testing/browser.ts';
import { createManagedLogin, type ManagedLogin, type ManagedLoginClient } from './managed-login.ts';

const redirectUri = 'https://product.example/callback';
const person = { username: 'ada', password: 'Correct-horse-battery-9' };

describe('managed login', () => {
  let local: LocalCognito;
  let login: ManagedLogin;
  let client: ManagedLoginClient;
  let other: ManagedLoginClient;
  let userPoolId: string;

  beforeAll(async () => {
    local = await startLocalCognito();
    const cognito = new CognitoIdentityProviderClient({
      endpoint: local.endpoint,
      region: local.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people' }));
    userPoolId = UserPool?.Id ?? '';
    await cognito.send(
      new CreateUserPoolDomainCommand({ Domain: 'people', UserPoolId: userPoolId, ManagedLoginVersion: 2 }),
    );
    const createClient = async (): Promise<ManagedLoginClient> => {
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: userPoolId,
          ClientName: 'product',
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthScopes: ['openid', 'email'],
          CallbackURLs: [redirectUri],
          LogoutURLs: ['https://product.example/bye'],
          SupportedIdentityProviders: ['COGNITO'],
        }),
      );
      const clientId = UserPoolClient?.ClientId ?? '';
      await cognito.send(
        new CreateManagedLoginBrandingCommand({
          UserPoolId: userPoolId,
          ClientId: clientId,
          UseCognitoProvidedValues: true,
        }),
      );
      return { issuer: `${local.endpoint}/${userPoolId}`, clientId };
    };
    client = await createClient();
    other = await createClient();
    const user = { UserPoolId: userPoolId, Username: person.username };
    await cognito.send(
      new AdminCreateUserCommand({
        ...user,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email', Value: 'ada@product.example' }],
      }),
    );
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password: person.password, Permanent: true }),
    );
    login = createManagedLogin({ cognitoEndpoint: local.endpoint });
  });
  afterAll(() => local.close());

  const begin = (at = client) => login.begin(at, { redirectUri, scopes: ['openid', 'email'] });

  async function signIn(url: string): Promise<URL> {
    const browser = openBrowser();
    const page = await browser.visit(url, redirectUri);
    const { url: callback } = await browser.submit(page, person, redirectUri);
    expect(callback.href).toMatch(`${redirectUri}?code=`);
    return callback;
  }

  it('leads through the pages of the user pool to tokens of the person', async () => {
    const { url, pending } = await begin();
    const tokens = await login.finish(pending, await signIn(url));
    expect(tokens.claims).toMatchObject({
      'cognito:username': 'ada',
      email: 'ada@product.example',
      aud: client.clientId,
    });
    expect(tokens.refreshToken).not.toBe('');
  });

  it('asks for what it was told to', async () => {
    const { url } = await login.begin(client, {
      redirectUri,
      scopes: ['openid'],
      identityProvider: 'COGNITO',
      loginHint: 'ada',
      prompt: 'login',
      acrValues: ['a', 'b'],
      language: 'ja',
    });
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge_method: 'S256',
      identity_provider: 'COGNITO',
      login_hint: 'ada',
      prompt: 'login',
      acr_values: 'a b',
      lang: 'ja',
    });
  });

  it('refuses the answer to another sign-in: another state', async () => {
    const [mine, theirs] = await Promise.all([begin(), begin()]);
    const callback = await signIn(theirs.url);
    await expect(login.finish(mine.pending, callback)).rejects.toMatchObject({ problem: 'not_ours' });
  });

  it('refuses a code that another sign-in has got, put under its own state', async () => {
    const [mine, theirs] = await Promise.all([begin(), begin()]);
    const callback = await signIn(theirs.url);
    callback.searchParams.set('state', mine.pending.state);
    await expect(login.finish(mine.pending, callback)).rejects.toMatchObject({ problem: 'expired' });
  });

  it('refuses a code of another app client', async () => {
    const [mine, theirs] = await Promise.all([begin(), begin(other)]);
    const callback = await signIn(theirs.url);
    await expect(
      login.finish({ ...theirs.pending, clientId: mine.pending.clientId }, callback),
    ).rejects.toMatchObject({ problem: 'expired' });
  });

  it('refuses an ID token with another nonce', async () => {
    const { url, pending } = await begin();
    const callback = await signIn(url);
    await expect(login.finish({ ...pending, nonce: 'another' }, callback)).rejects.toMatchObject({
      problem: 'not_ours',
    });
  });

  it('redeems a code once', async () => {
    const { url, pending } = await begin();
    const callback = await signIn(url);
    await login.finish(pending, callback);
    await expect(login.finish(pending, callback)).rejects.toMatchObject({ problem: 'expired' });
  });

  it('tells why Cognito or a trigger refused, without what only programs read', async () => {
    const { pending } = await begin();
    const callback = new URL(redirectUri);
    callback.search = new URLSearchParams({
      error: 'invalid_request',
      error_description: 'PreTokenGeneration failed with error You are not a member of this tenant.',
      state: pending.state,
    }).toString();
    await expect(login.finish(pending, callback)).rejects.toMatchObject({
      problem: 'refused',
      message: 'You are not a member of this tenant.',
    });
  });

  it('signs out at the user pool and comes back', async () => {
    const url = new URL(await login.signOutUrl(client, 'https://product.example/bye'));
    const { url: end } = await openBrowser().visit(url.href, 'https://product.example/bye');
    expect(end.href).toBe('https://product.example/bye');
  });

  it('says that Cognito does not answer', async () => {
    const nobody = createManagedLogin({ cognitoEndpoint: 'http://localhost:1' });
    const elsewhere = { issuer: `http://localhost:1/${userPoolId}`, clientId: client.clientId };
    await expect(nobody.begin(elsewhere, { redirectUri, scopes: ['openid'] })).rejects.toMatchObject({
      problem: 'unavailable',
    });
  });

  it('talks plain http to an embedded Cognito only', async () => {
    const onAws = createManagedLogin();
    await expect(onAws.begin(client, { redirectUri, scopes: ['openid'] })).rejects.toMatchObject({
      problem: 'unavailable',
    });
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CreateIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { SocialEndpoints, SocialType } from '../social-endpoints.ts';
import { startFederatedPool } from '../testing/federated-pool.ts';
import { startOidcProvider } from '../testing/oidc-provider.ts';

type Pool = Awaited<ReturnType<typeof startFederatedPool>>;

const oauthClient = { client_id: 'cohabit', client_secret: 'hush', authorize_scopes: 'openid email' };

/** Adds the social provider with an app client of its own. */
async function addSocial(
  pool: Pool,
  type: SocialType,
  ProviderDetails: Record<string, string> = oauthClient,
): Promise<Record<string, string>> {
  await pool.send(
    new CreateIdentityProviderCommand({
      UserPoolId: pool.userPoolId,
      ProviderName: type,
      ProviderType: type,
      ProviderDetails,
      AttributeMapping: { email: 'email' },
    }),
  );
  const { clientId } = await pool.addAppClient({ SupportedIdentityProviders: [type] });
  return { identity_provider: type, client_id: clientId };
}

/** A provider that speaks OAuth 2.0 only. */
async function startOauthProvider(person: object) {
  const requests: { url: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push({ url: `${url.pathname}${url.search}`, body: await text(request) });
    const send = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/token') return send({ access_token: 'a', token_type: 'bearer' });
    return send(person);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    requests,
    endpoint: {
      authorizeUrl: `${issuer}/authorize`,
      tokenUrl: `${issuer}/token`,
      attributesUrl: `${issuer}/me`,
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const openIdEndpoint = (issuer: string) => ({
  issuer,
  authorizeUrl: `${issuer}/authorize`,
  tokenUrl: `${issuer}/token`,
  attributesUrl: `${issuer}/userinfo`,
  jwksUri: `${issuer}/jwks`,
});

describe('a sign-in through a social provider', () => {
  it.each<[SocialType, string, string]>([
    ['Google', 'https://accounts.google.com/o/oauth2/v2/auth', 'openid email'],
    ['Facebook', 'https://www.facebook.com/v17.0/dialog/oauth', 'openid email'],
    ['LoginWithAmazon', 'https://www.amazon.com/ap/oa', 'openid email'],
  ])('of %s begins at its own address', async (type, address, scope) => {
    await using pool = await startFederatedPool();
    const query = await addSocial(pool, type);
    const { location } = await pool.browser.go(pool.authorizeUrl({ ...query, login_hint: 'ada' }));
    const url = new URL(location);
    expect(`${url.origin}${url.pathname}`).toBe(address);
    expect(url.searchParams.get('scope')).toBe(scope);
    expect(url.searchParams.has('login_hint')).toBe(false);
  });

  it('of Google is one of OpenID Connect', async () => {
    await using google = await startOidcProvider({ clientSecret: 'hush', clock: () => Date.now() });
    const socialEndpoints: SocialEndpoints = { Google: openIdEndpoint(google.issuer) };
    await using pool = await startFederatedPool({ socialEndpoints, clock: Date.now });
    const query = await addSocial(pool, 'Google');
    const begun = await pool.browser.go(pool.authorizeUrl(query));
    const { location } = await pool.browser.go(begun.location);
    await pool.browser.go(location);
    const { attributes } = await pool.user('Google_ada-1815');
    expect(attributes.email).toBe('ada@globex.example');
    expect(JSON.parse(attributes.identities ?? '')).toMatchObject([
      { providerName: 'Google', providerType: 'Google', userId: 'ada-1815' },
    ]);
  });

  it.each<[SocialType, object, string]>([
    ['Facebook', { id: '42', email: 'ada@globex.example' }, 'Facebook_42'],
    ['LoginWithAmazon', { user_id: 'amzn1.42', email: 'ada@globex.example' }, 'LoginWithAmazon_amzn1.42'],
  ])('of %s asks for the person with the access token', async (type, person, username) => {
    await using provider = await startOauthProvider(person);
    await using pool = await startFederatedPool({ socialEndpoints: { [type]: provider.endpoint } });
    const query = await addSocial(pool, type);
    const begun = new URL((await pool.browser.go(pool.authorizeUrl(query))).location);
    const state = begun.searchParams.get('state') ?? '';
    const answer = `${pool.base}/oauth2/idpresponse?${new URLSearchParams({ state, code: 'c' })}`;
    const { location } = await pool.browser.go(answer);
    expect(new URL(location).searchParams.get('code')).toEqual(expect.any(String));
    expect((await pool.user(username)).attributes.email).toBe('ada@globex.example');
    const [token] = provider.requests.filter(({ url }) => url === '/token');
    expect(new URLSearchParams(token?.body).get('client_secret')).toBe('hush');
  });

  it('that names nobody lets nobody in', async () => {
    await using provider = await startOauthProvider({ email: 'ada@globex.example' });
    await using pool = await startFederatedPool({ socialEndpoints: { Facebook: provider.endpoint } });
    const query = await addSocial(pool, 'Facebook');
    const begun = new URL((await pool.browser.go(pool.authorizeUrl(query))).location);
    const state = begun.searchParams.get('state') ?? '';
    const answer = `${pool.base}/oauth2/idpresponse?${new URLSearchParams({ state, code: 'c' })}`;
    const { location } = await pool.browser.go(answer);
    expect(new URL(location).searchParams.get('error_description')).toBe('Bad user info');
  });

  it('of Apple proves the client with a signature, and answers with a form', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    await using provider = await startOauthProvider({});
    const { authorizeUrl, tokenUrl } = provider.endpoint;
    await using pool = await startFederatedPool({
      clock: Date.now,
      socialEndpoints: { SignInWithApple: { authorizeUrl, tokenUrl } },
    });
    const query = await addSocial(pool, 'SignInWithApple', {
      client_id: 'example.globex',
      team_id: 'TEAM123456',
      key_id: 'KEY1234567',
      private_key: privateKey.replace(/-----[^-]+-----|\s/g, ''),
      authorize_scopes: 'email name',
    });
    const begun = new URL((await pool.browser.go(pool.authorizeUrl(query))).location);
    expect(begun.searchParams.get('response_mode')).toBe('form_post');
    const state = begun.searchParams.get('state') ?? '';
    await pool.browser.go(`${pool.base}/oauth2/idpresponse?${new URLSearchParams({ state, code: 'c' })}`);
    const [token] = provider.requests;
    const secret = new URLSearchParams(token?.body).get('client_secret') ?? '';
    expect(decodeProtectedHeader(secret)).toEqual({ alg: 'ES256', kid: 'KEY1234567' });
    const { payload } = await jwtVerify(secret, await importSPKI(publicKey, 'ES256'));
    expect(payload).toMatchObject({
      iss: 'TEAM123456',
      sub: 'example.globex',
      aud: 'https://appleid.apple.com',
    });
  });

  it('of Apple says that a private key is none', async () => {
    await using pool = await startFederatedPool();
    const query = await addSocial(pool, 'SignInWithApple', {
      client_id: 'example.globex',
      team_id: 'TEAM123456',
      key_id: 'KEY1234567',
      private_key: 'not a key',
      authorize_scopes: 'email',
    });
    const { location } = await pool.browser.go(pool.authorizeUrl(query));
    expect(new URL(location).searchParams.get('error')).toBe('invalid_request');
    const [trace] = await pool.traces();
    expect(trace?.outcome?.remedy).toContain('.p8');
  });
});

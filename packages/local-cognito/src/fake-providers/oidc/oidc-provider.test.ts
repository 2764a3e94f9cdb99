import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { startLocalCognito } from '../../start.ts';

const gita = {
  subject: '00u1gita',
  email: 'gita@globex.example',
  name: 'Gita Globex',
  groups: ['engineering', 'admins'],
};
const globex = {
  name: 'globex-workforce',
  displayName: 'Globex Workforce',
  protocol: 'oidc' as const,
  people: [gita],
};

async function start() {
  const server = await startLocalCognito({ fakeProviders: [globex], clock: 'settable' });
  const [facts] = server.fakeProviders.list();
  const { issuer = '', clientId = '', clientSecret = '' } = facts ?? {};
  const redirectUri = `${server.endpoint}/domains/acme/oauth2/idpresponse`;
  const discover = (authentication?: client.ClientAuth) =>
    client.discovery(new URL(issuer), clientId, clientSecret, authentication, {
      execute: [client.allowInsecureRequests],
    });
  /** What the page posts when a person is chosen. */
  const choose = (url: URL, fields: Record<string, string> = { subject: gita.subject }) =>
    fetch(`${issuer}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams([...url.searchParams, ...Object.entries(fields)]),
    });
  return {
    server,
    issuer,
    clientId,
    redirectUri,
    discover,
    choose,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function signIn(
  world: Awaited<ReturnType<typeof start>>,
  { fields, authentication }: { fields?: Record<string, string>; authentication?: client.ClientAuth } = {},
) {
  const config = await world.discover(authentication);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedNonce: 'n-1', expectedState: 's-1' };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: world.redirectUri,
    scope: 'openid email profile',
    nonce: 'n-1',
    state: 's-1',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const answer = await world.choose(url, fields);
  expect(answer.status).toBe(302);
  const tokens = await client.authorizationCodeGrant(
    config,
    new URL(answer.headers.get('location') ?? ''),
    checks,
  );
  return { config, tokens, cookie: answer.headers.get('set-cookie') ?? '' };
}

describe('the fake OIDC provider', () => {
  it.each([
    ['client_secret_post', client.ClientSecretPost],
    ['client_secret_basic', client.ClientSecretBasic],
  ])('signs a person in with code, PKCE, nonce and state by %s', async (_name, authentication) => {
    await using world = await start();
    const { config, tokens } = await signIn(world, {
      authentication: authentication('globex-workforce-secret'),
    });
    const claims = {
      sub: '00u1gita',
      email: 'gita@globex.example',
      email_verified: true,
      name: 'Gita Globex',
    };
    expect(tokens.claims()).toMatchObject({ ...claims, nonce: 'n-1', groups: ['engineering', 'admins'] });
    const info = await client.fetchUserInfo(config, tokens.access_token, '00u1gita');
    expect(info).toMatchObject({ ...claims, family_name: 'Globex' });
  });
});

import { join } from 'node:path';
import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { startLocalCognito } from '../../start.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

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

  it('sends nobody anywhere but back to a user pool domain of this server', async () => {
    await using world = await start();
    const port = new URL(world.server.endpoint).port;
    const query = {
      client_id: world.clientId,
      response_type: 'code',
      scope: 'openid',
      subject: gita.subject,
    };
    const own = [world.redirectUri, `http://acme.auth.us-east-1.localhost:${port}/oauth2/idpresponse`];
    const foreign = [
      'https://evil.example/oauth2/idpresponse',
      `http://evil.example:${port}/oauth2/idpresponse`,
      `http://localhost.evil.example:${port}/oauth2/idpresponse`,
      `http://me@localhost:${port}/oauth2/idpresponse`,
      `https://localhost:${port}/oauth2/idpresponse`,
      'http://localhost:1/oauth2/idpresponse',
      `http://localhost:${port}/domains/acme/logout`,
      'javascript:alert(1)//oauth2/idpresponse',
      '/oauth2/idpresponse',
    ];
    for (const redirect_uri of [...own, ...foreign]) {
      const body = new URLSearchParams({ ...query, redirect_uri });
      for (const path of ['authorize', 'sign-in']) {
        const answer = await fetch(`${world.issuer}/${path}`, { method: 'POST', redirect: 'manual', body });
        const isOwn = own.includes(redirect_uri);
        expect([redirect_uri, answer.status]).toEqual([
          redirect_uri,
          isOwn ? (path === 'authorize' ? 200 : 302) : 400,
        ]);
        if (!isOwn) expect(answer.headers.get('location')).toBeNull();
      }
    }
    const after = new URL(`${world.issuer}/end-session`);
    after.searchParams.set('post_logout_redirect_uri', 'https://evil.example/');
    expect((await fetch(after, { redirect: 'manual' })).status).toBe(200);
  });

  it('tells the redirect URI what is wrong with the rest of a request', async () => {
    await using world = await start();
    const good = {
      client_id: world.clientId,
      redirect_uri: world.redirectUri,
      response_type: 'code',
      scope: 'openid',
      state: 's-1',
    };
    const wrong = [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ scope: 'email' }, 'invalid_scope'],
      [{ code_challenge: 'x', code_challenge_method: 'plain' }, 'invalid_request'],
      [{ prompt: 'none' }, 'login_required'],
    ] as const;
    for (const [more, error] of wrong) {
      const query = new URLSearchParams({ ...good, ...more });
      const answer = await fetch(`${world.issuer}/authorize?${query}`, { redirect: 'manual' });
      const { searchParams } = new URL(answer.headers.get('location') ?? '');
      expect([searchParams.get('error'), searchParams.get('state')]).toEqual([error, 's-1']);
    }
    const stranger = await fetch(`${world.issuer}/authorize?client_id=other`);
    expect(stranger.status).toBe(400);
    expect(await stranger.text()).toContain('globex-workforce-client');
  });

  it('gives tokens for a code once, within a minute, to its client, with its verifier', async () => {
    await using world = await start();
    const { token_endpoint: endpoint } = (await (
      await fetch(`${world.issuer}/.well-known/openid-configuration`)
    ).json()) as { token_endpoint: string };
    const verifier = client.randomPKCECodeVerifier();
    const code_challenge = await client.calculatePKCECodeChallenge(verifier);
    const newCode = async () => {
      const url = new URL(`${world.issuer}/authorize`);
      url.search = `${new URLSearchParams({ client_id: world.clientId, redirect_uri: world.redirectUri, response_type: 'code', scope: 'openid', code_challenge, code_challenge_method: 'S256' })}`;
      const answer = await world.choose(url);
      return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    };
    const redeem = async (form: Record<string, string>) => {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: world.clientId,
        client_secret: 'globex-workforce-secret',
        redirect_uri: world.redirectUri,
        code_verifier: verifier,
        ...form,
      });
      const answer = await fetch(endpoint, { method: 'POST', body });
      return ((await answer.json()) as { error?: string }).error ?? answer.status;
    };
    const code = await newCode();
    expect(await redeem({ code })).toBe(200);
    expect(await redeem({ code })).toBe('invalid_grant');
    expect(await redeem({ code: await newCode(), client_secret: 'guess' })).toBe('invalid_client');
    expect(await redeem({ code: await newCode(), code_verifier: 'guess' })).toBe('invalid_grant');
    expect(await redeem({ code: await newCode(), redirect_uri: 'http://localhost/' })).toBe('invalid_grant');
    expect(await redeem({ code: await newCode(), grant_type: 'password' })).toBe('unsupported_grant_type');
    const late = await newCode();
    world.server.clock.advance(61_000);
    expect(await redeem({ code: late })).toBe('invalid_grant');
    expect((await fetch(`${world.issuer}/userinfo`)).status).toBe(401);
  });

  it('remembers who is signed in for prompt=none, until the session ends', async () => {
    await using world = await start();
    const { config, cookie } = await signIn(world);
    expect(cookie).toMatch(/; Path=\/_local\/providers\/globex-workforce; HttpOnly; SameSite=Lax$/);
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: world.redirectUri,
      scope: 'openid',
      prompt: 'none',
    });
    const [pair = ''] = cookie.split(';');
    const ask = async () => {
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie: pair } });
      return new URL(answer.headers.get('location') ?? '').searchParams;
    };
    expect((await ask()).get('code')).toMatch(/./);
    const end = client.buildEndSessionUrl(config, { post_logout_redirect_uri: `${world.server.endpoint}/` });
    const ended = await fetch(end, { redirect: 'manual', headers: { cookie: pair } });
    expect(ended.headers.get('location')).toMatch(/^http:\/\/localhost:\d+\/$/);
    expect((await ask()).get('error')).toBe('login_required');
  });

  it('signs in somebody who is typed in, and says what is missing', async () => {
    await using world = await start();
    const typed = { subject: '', other_email: 'sam@globex.example', other_groups: 'a, b' };
    const { tokens } = await signIn(world, { fields: typed });
    expect(tokens.claims()).toMatchObject({ email: 'sam@globex.example', name: 'sam', groups: ['a', 'b'] });
    const again = await signIn(world, { fields: { subject: '', other_email: 'Sam@Globex.example' } });
    expect(again.tokens.claims()?.sub).toBe(tokens.claims()?.sub);
    const url = new URL(`${world.issuer}/authorize`);
    url.search = `${new URLSearchParams({ client_id: world.clientId, redirect_uri: world.redirectUri, response_type: 'code', scope: 'openid' })}`;
    const answer = await world.choose(url, { subject: '', other_email: 'sam' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/role="alert">Choose a person, or give somebody else/);
  });

  it('keeps its key in the database file', async () => {
    using folder = temporaryFolder();
    const options = { fakeProviders: [globex], data: join(folder.path, 'cognito.db') };
    const readKey = async () => {
      await using server = await startLocalCognito(options);
      return (await fetch(`${server.fakeProviders.list()[0]?.issuer}/jwks`)).json();
    };
    expect(await readKey()).toEqual(await readKey());
  });
});

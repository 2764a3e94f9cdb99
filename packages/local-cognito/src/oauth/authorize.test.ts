import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { callback, createPkce, startDomain, startDomainServer } from '../testing/domain.ts';
import { addProvider } from '../testing/provider.ts';

describe('an authorization request', () => {
  it('goes to the login page with its whole query', async () => {
    await using domain = await startDomain();
    const query = { state: 'a b&c', lang: 'ja', login_hint: 'alex@acme.example' };
    const { status, location } = await domain.authorize(query);
    expect(status).toBe(302);
    expect(location).toBe(`/domains/acme/login?${domain.queryOf(query)}`);
  });

  it('is answered by host as well, there with links of that host', async () => {
    await using domain = await startDomain();
    const { port } = new URL(domain.endpoint);
    const host = `acme.auth.us-east-1.localhost:${port}`;
    const { request } = await import('node:http');
    const location = await new Promise<string | undefined>((resolve, reject) => {
      const path = `/oauth2/authorize?${domain.queryOf()}`;
      request({ host: 'localhost', port, path, headers: { host } }, (response) => {
        response.resume();
        resolve(response.headers.location);
      })
        .on('error', reject)
        .end();
    });
    expect(location).toBe(`/login?${domain.queryOf()}`);
  });

  it('gives the state back to the letter', async () => {
    await using domain = await startDomain();
    const state = 'a+b c/ü?&=#%41{"x":1}';
    const { location } = await domain.signIn('alex', { query: { state } });
    expect(new URL(location).searchParams.get('state')).toBe(state);
  });

  it('takes the client’s default redirect URI when it names none', async () => {
    await using domain = await startDomain({ appClient: { DefaultRedirectURI: callback } });
    const { location } = await domain.signIn('alex', { query: { redirect_uri: undefined } });
    expect(location).toMatch(/^https:\/\/app\.acme\.example\/callback\?code=/);
    const without = await domain.addClient();
    const refused = await domain.authorize({ client_id: without.id, redirect_uri: undefined });
    expect(refused.answer).toEqual({ error: 'redirect_mismatch', client_id: without.id });
  });

  it('adds its answer to the query that a callback has', async () => {
    const CallbackURLs = ['https://app.acme.example/cb?tenant=acme'];
    await using domain = await startDomain({ appClient: { CallbackURLs } });
    const { location } = await domain.signIn('alex', { query: { redirect_uri: CallbackURLs[0] } });
    expect(location).toMatch(/^https:\/\/app\.acme\.example\/cb\?tenant=acme&code=/);
  });
});

describe('an open redirect', () => {
  it.each([
    ['a host that begins alike', 'https://app.acme.example.evil.example/callback'],
    ['a path below', `${callback}/more`],
    ['a slash at the end', `${callback}/`],
    ['another case', 'https://app.acme.example/Callback'],
    ['another case of the host', 'https://APP.acme.example/callback'],
    ['user info', 'https://app.acme.example@evil.example/callback'],
    ['a query', `${callback}?next=https://evil.example`],
    ['a fragment', `${callback}#`],
    ['an encoded path', 'https://app.acme.example/%63allback'],
    ['double encoding', encodeURIComponent(callback)],
    ['http', 'http://app.acme.example/callback'],
    ['a port', 'https://app.acme.example:443/callback'],
    ['a backslash', 'https://app.acme.example\\@evil.example/callback'],
    ['dots', 'https://app.acme.example/x/../callback'],
    ['a space before', ` ${callback}`],
    ['a line break after', `${callback}\r\nset-cookie: a=b`],
    ['a script', 'javascript:alert(1)//https://app.acme.example/callback'],
    ['no scheme', '//app.acme.example/callback'],
    ['nothing', ''],
  ])('by %s ends on our own error page', async (_what, redirectUri) => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    for (const more of [{}, { prompt: 'none' }, { response_type: 'nonsense' }, { scope: 'nonsense' }]) {
      const { status, location } = await domain.authorize({ redirect_uri: redirectUri, ...more }, cookie);
      expect(status).toBe(302);
      expect(location).toBe(`/domains/acme/error?error=redirect_mismatch&client_id=${domain.client.id}`);
    }
  });

  it('by a second redirect URI ends there too', async () => {
    await using domain = await startDomain();
    const query = domain.queryOf();
    query.append('redirect_uri', 'https://evil.example/callback');
    const { answer } = await domain.authorize(query);
    expect(answer).toEqual({ error: 'redirect_mismatch', client_id: domain.client.id });
  });

  it('by an unknown client, or one of another pool, ends there without a word about it', async () => {
    await using server = await startDomainServer();
    const [acme, globex] = [await server.addPool('acme'), await server.addPool('globex')];
    for (const clientId of ['nobody', '', globex.client.id, `${acme.client.id}x`, undefined]) {
      const { location } = await acme.authorize({ client_id: clientId });
      expect(location).toBe('/domains/acme/error?error=unknown_client');
    }
    const twice = acme.queryOf();
    twice.append('client_id', globex.client.id);
    expect((await acme.authorize(twice)).location).toBe('/domains/acme/error?error=unknown_client');
  });
});

describe('a request that the app has wrong', () => {
  it.each([
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['another response type', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['a hybrid response type', { response_type: 'code token' }, 'unsupported_response_type'],
    ['an unknown scope', { scope: 'openid everything' }, 'invalid_scope'],
    [
      'PKCE with plain',
      { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['PKCE without a method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    ['PKCE without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a challenge too short', { code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
    ['an unknown provider', { identity_provider: 'Initech' }, 'invalid_request'],
    ['an unknown identifier', { idp_identifier: 'initech.example' }, 'invalid_request'],
    ['prompt none and login', { prompt: 'none login' }, 'invalid_request'],
    ['a relative resource', { resource: '/files' }, 'invalid_request'],
    ['a resource with a fragment', { resource: 'https://files.acme.example/#a' }, 'invalid_request'],
    ['max_age in words', { max_age: 'long' }, 'invalid_request'],
    ['the code in a fragment (response mode)', { response_mode: 'fragment' }, 'invalid_request'],
    ['the code in a posted form (response mode)', { response_mode: 'form_post' }, 'invalid_request'],
  ])('goes back to it: %s', async (_what, query, error) => {
    await using domain = await startDomain();
    const { location, answer } = await domain.authorize({ state: 'kept', ...query });
    expect(location.startsWith(`${callback}?`)).toBe(true);
    expect(answer).toEqual({ error, error_description: expect.stringMatching(/\.$/), state: 'kept' });
  });

  it.each(['response_type', 'scope', 'state', 'nonce', 'code_challenge', 'identity_provider', 'prompt'])(
    'goes back to it: %s stands there twice',
    async (name) => {
      await using domain = await startDomain();
      const query = domain.queryOf({ [name]: 'a' });
      query.append(name, 'b');
      const { answer } = await domain.authorize(query);
      expect(answer).toEqual({
        error: 'invalid_request',
        error_description: `The parameter ${name} stands in the request more than once.`,
      });
    },
  );

  it('goes back to it when the client may not use the flow', async () => {
    await using domain = await startDomain({ appClient: { AllowedOAuthFlows: ['code'] } });
    const { location } = await domain.authorize({ response_type: 'token', state: 's' });
    const fragment = new URLSearchParams(new URL(location).hash.slice(1));
    expect(Object.fromEntries(fragment)).toMatchObject({ error: 'unauthorized_client', state: 's' });
    expect(new URL(location).search).toBe('');
    const off = await domain.addClient({ AllowedOAuthFlowsUserPoolClient: false });
    expect((await domain.authorize({ client_id: off.id })).answer.error).toBe('unauthorized_client');
  });

  it('goes back to it when a scope of the client no longer exists', async () => {
    await using domain = await startDomain();
    const { client } = domain;
    const record = domain.cognito.store.clients.get(client.id);
    if (!record) throw new Error('no client');
    const AllowedOAuthScopes = ['openid', 'files/read'];
    domain.cognito.store.clients.put({ ...record, client: { ...record.client, AllowedOAuthScopes } });
    expect((await domain.authorize({ scope: 'files/read' })).answer.error).toBe('invalid_scope');
  });
});

describe('tokens in the fragment', () => {
  it('come for response type token, without a refresh token', async () => {
    await using domain = await startDomain();
    const { location } = await domain.signIn('alex', {
      query: { response_type: 'token', scope: 'openid email', nonce: 'n', state: 's' },
    });
    const url = new URL(location);
    expect(url.search).toBe('');
    const answer = Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
    expect(Object.keys(answer)).toEqual(['id_token', 'access_token', 'token_type', 'expires_in', 'state']);
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: '3600', state: 's' });
    expect(domain.cognito.store.refreshTokens.listUser(domain.userPoolId, 'alex')).toEqual([]);
  });

  it.each(['query', 'form_post'])('never go elsewhere: response mode %s is refused', async (responseMode) => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    const { location } = await domain.authorize(
      { response_type: 'token', response_mode: responseMode },
      cookie,
    );
    expect(new URL(location).hash).toContain('error=invalid_request');
    expect(location).not.toContain('access_token');
  });
});

describe('the identity provider of a request', () => {
  it('is found by name and by identifier, if it is the client’s own', async () => {
    await using domain = await startDomain();
    await addProvider(domain, 'Globex', ['globex.example']);
    const own = await domain.addClient({ SupportedIdentityProviders: ['COGNITO', 'Globex'] });
    for (const query of [{ identity_provider: 'Globex' }, { idp_identifier: 'globex.example' }]) {
      const { location } = await domain.authorize({ client_id: own.id, ...query });
      expect(location).toMatch(/^https:\/\/idp\.globex\.example\/authorize/);
    }
  });

  it('of another client is answered as one that does not exist', async () => {
    await using domain = await startDomain();
    await addProvider(domain, 'Globex', ['globex.example']);
    const other = await domain.addClient({ SupportedIdentityProviders: ['Globex'] });
    const foreign = [
      await domain.authorize({ identity_provider: 'Globex' }),
      await domain.authorize({ idp_identifier: 'globex.example' }),
      await domain.authorize({ identity_provider: 'Initech' }),
      await domain.authorize({ idp_identifier: 'initech.example' }),
      await domain.authorize({ client_id: other.id, identity_provider: 'COGNITO' }),
    ];
    for (const { answer } of foreign) {
      expect(answer).toEqual({
        error: 'invalid_request',
        error_description: 'The app client has no such identity provider.',
      });
    }
  });

  it('is the only one of the client, without being named', async () => {
    await using domain = await startDomain();
    await addProvider(domain, 'Globex', []);
    const { id } = await domain.addClient({ SupportedIdentityProviders: ['Globex'] });
    expect((await domain.authorize({ client_id: id })).location).toMatch(/^https:\/\/idp\.globex\.example\//);
  });
});

describe('step-up authentication', () => {
  const pool = { AcrConfiguration: { Level2: { AcrValue: 'silver' }, Level3: { AcrValue: 'gold' } } };

  it('takes a session as strong as wanted, and sends a weaker one to the login page', async () => {
    await using domain = await startDomain({ pool });
    const { cookie } = await domain.signIn('alex', { details: { acr: 'silver', amr: ['email_otp'] } });
    for (const acr of ['silver', 'urn:cognito:loa:1', 'gold silver']) {
      expect((await domain.authorize({ acr_values: acr }, cookie)).answer.code).toBeDefined();
    }
    expect((await domain.authorize({ acr_values: 'gold' }, cookie)).location).toContain('/login?');
    expect((await domain.authorize({ acr_values: 'platinum' }, cookie)).answer.error).toBe('invalid_request');
  });

  it('asks again when the sign-in is older than max_age', async () => {
    await using domain = await startDomain({ pool });
    const { cookie } = await domain.signIn('alex');
    domain.advance(59_999);
    expect((await domain.authorize({ max_age: '60' }, cookie)).answer.code).toBeDefined();
    domain.advance(1);
    expect((await domain.authorize({ max_age: '60' }, cookie)).location).toContain('/login?');
    expect((await domain.authorize({ max_age: '60', prompt: 'none' }, cookie)).answer.error).toBe(
      'login_required',
    );
    expect((await domain.authorize({ max_age: '0' }, cookie)).location).toContain('/login?');
  });
});

describe('resource binding', () => {
  it('names the audience of the access token, also after a refresh', async () => {
    await using domain = await startDomain();
    const { claimsOf } = await import('../testing/tenant-pool.ts');
    const resource = 'https://files.acme.example/';
    const { body } = await domain.redeem((await domain.signIn('alex', { query: { resource } })).code);
    expect(claimsOf(body.access_token)).toMatchObject({ aud: resource, version: 2 });
    expect(claimsOf(body.id_token).aud).toBe(domain.client.id);
    const refreshed = await domain.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
    expect(claimsOf(refreshed.body.access_token).aud).toBe(resource);
  });

  it('is refused in the classic hosted UI, which is all that the tier LITE has', async () => {
    const resource = 'https://files.acme.example/';
    await using domain = await startDomain({ pool: { UserPoolTier: 'LITE' }, managedLoginVersion: 1 });
    expect((await domain.authorize({ resource })).answer.error).toBe('invalid_request');
  });
});

describe('a client whose settings changed', () => {
  it('is held to them from the next request on', async () => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    const { code } = await domain.signIn('alex', { query: createPkce().query });
    expect(code).not.toBe('');
    await domain.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: domain.userPoolId,
        ClientId: domain.client.id,
        CallbackURLs: ['https://new.acme.example/callback'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        SupportedIdentityProviders: ['COGNITO'],
      }),
    );
    expect((await domain.authorize({}, cookie)).answer.error).toBe('redirect_mismatch');
  });
});

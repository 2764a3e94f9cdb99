import {
  AddUserPoolClientSecretCommand,
  AdminDisableUserCommand,
  CreateResourceServerCommand,
  GetUserCommand,
  InitiateAuthCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { callback, startDomain, startDomainServer } from '../testing/domain.ts';
import { claimsOf, password } from '../testing/tenant-pool.ts';

type Domain = Awaited<ReturnType<typeof startDomain>>;

const secret = 'a+secret+of+more+than+24+characters';
const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
const basic = (id: string, value: string) => ({
  authorization: `Basic ${Buffer.from(`${encode(id)}:${encode(value)}`).toString('base64')}`,
});

describe('an app that asks for tokens', () => {
  it('shows its secret in the header, form-encoded, or in the form', async () => {
    await using domain = await startDomain({ appClient: { ClientSecret: secret } });
    const { id } = domain.client;
    const code = async () => (await domain.signIn('alex')).code;
    const byHeader = await domain.redeem(await code(), { client_id: undefined }, basic(id, secret));
    expect(byHeader.status).toBe(200);
    const byForm = await domain.redeem(await code(), { client_secret: secret });
    expect(byForm.status).toBe(200);
  });

  it.each([
    ['no secret', { client_secret: undefined }, {}],
    ['a wrong secret in the form', { client_secret: `${secret}x` }, {}],
    ['an empty secret in the header', { client_id: undefined }, 'a'],
    ['a wrong secret in the header', { client_id: undefined }, `${secret}x`],
  ])('is refused with %s', async (_what, form, header) => {
    await using domain = await startDomain({ appClient: { ClientSecret: secret } });
    const { code } = await domain.signIn('alex');
    const headers = typeof header === 'string' ? basic(domain.client.id, header) : {};
    const { status, body } = await domain.redeem(code, form, headers);
    expect([status, body.error]).toEqual([400, 'invalid_client']);
    expect((await domain.redeem(code, { client_secret: secret })).status).toBe(200);
  });

  it('is refused when it shows its secret in two ways, or names two clients', async () => {
    await using domain = await startDomain({ appClient: { ClientSecret: secret } });
    const { id } = domain.client;
    const both = await domain.redeem('c', { client_secret: secret }, basic(id, secret));
    expect(both.body.error).toBe('invalid_request');
    const two = await domain.redeem('c', { client_id: 'another' }, basic(id, secret));
    expect(two.body.error).toBe('invalid_request');
  });

  it('may use either of two secrets while they are rotated', async () => {
    await using domain = await startDomain({ appClient: { ClientSecret: secret } });
    const added = 'another+secret+of+24+characters';
    await domain.send(
      new AddUserPoolClientSecretCommand({
        UserPoolId: domain.userPoolId,
        ClientId: domain.client.id,
        ClientSecret: added,
      }),
    );
    for (const client_secret of [secret, added]) {
      const { status } = await domain.redeem((await domain.signIn('alex')).code, { client_secret });
      expect(status).toBe(200);
    }
  });

  it('that is public is refused with a secret, and without a name', async () => {
    await using domain = await startDomain();
    expect((await domain.redeem('c', { client_secret: secret })).body.error).toBe('invalid_client');
    expect((await domain.redeem('c', { client_id: undefined })).body.error).toBe('invalid_request');
  });

  it.each([
    ['grant_type missing', { grant_type: undefined }, 'invalid_request'],
    ['grant_type password', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['grant_type of Object', { grant_type: 'toString' }, 'unsupported_grant_type'],
    ['code missing', { code: undefined }, 'invalid_request'],
    ['redirect_uri missing', { redirect_uri: undefined }, 'invalid_request'],
  ])('hears what is wrong: %s', async (_what, form, error) => {
    await using domain = await startDomain();
    const { status, body, headers } = await domain.redeem('made-up', form);
    expect([status, body.error]).toEqual([400, error]);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is refused with a parameter that stands there twice, and with JSON', async () => {
    await using domain = await startDomain();
    const { code } = await domain.signIn('alex');
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: domain.client.id,
      redirect_uri: callback,
      code,
    });
    form.append('code', 'another');
    const twice = await domain.post('/oauth2/token', form);
    expect(twice.body).toEqual({
      error: 'invalid_request',
      error_description: 'The parameter code stands in the request more than once.',
    });
    const json = await domain.redeem(code, {}, { 'content-type': 'application/json' });
    expect(json.body.error).toBe('invalid_request');
  });

  it('may be a page of any origin', async () => {
    await using domain = await startDomain();
    const address = `${domain.base}/oauth2/token`;
    const preflight = await fetch(address, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.acme.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-amz-user-agent',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,x-amz-user-agent');
    const { headers } = await domain.redeem('made-up');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('is refused when its client no longer has the code flow', async () => {
    await using domain = await startDomain({ appClient: { AllowedOAuthFlows: ['implicit'] } });
    expect((await domain.redeem('made-up')).body.error).toBe('unauthorized_client');
  });
});

describe('the tokens of a code', () => {
  const get = async (domain: Domain, scope: string) =>
    (await domain.redeem((await domain.signIn('alex', { query: { scope } })).code)).body;

  it('say what the scopes open', async () => {
    await using domain = await startDomain();
    const claims = async (scope: string) => claimsOf((await get(domain, scope)).id_token);
    expect(await claims('openid')).toMatchObject({ email: 'alex@acme.example', name: 'Alex' });
    const email = await claims('openid email');
    expect(email).toMatchObject({ email: 'alex@acme.example', email_verified: true });
    expect(email).not.toHaveProperty('name');
    const profile = await claims('openid profile');
    expect(profile).toMatchObject({ name: 'Alex' });
    expect(profile).not.toHaveProperty('email');
    const phone = await claims('openid phone');
    expect(phone).not.toHaveProperty('email');
    expect(phone).not.toHaveProperty('name');
  });

  it('have no scope offline_access, which is ignored: there is always a refresh token', async () => {
    await using domain = await startDomain();
    const tokens = await get(domain, 'openid offline_access');
    expect(claimsOf(tokens.access_token).scope).toBe('openid');
    expect(tokens.refresh_token).toBeDefined();
  });

  it('have no ID token without the scope openid, also after a refresh', async () => {
    await using domain = await startDomain();
    const tokens = await get(domain, 'email aws.cognito.signin.user.admin');
    expect(tokens).not.toHaveProperty('id_token');
    const { body } = await domain.token({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    expect(body).not.toHaveProperty('id_token');
    expect(claimsOf(body.access_token).scope).toBe('email aws.cognito.signin.user.admin');
  });

  it('open the user APIs only with their scope', async () => {
    await using domain = await startDomain();
    const getUser = async (scope: string) =>
      domain.send(new GetUserCommand({ AccessToken: (await get(domain, scope)).access_token }));
    expect((await getUser('openid aws.cognito.signin.user.admin')).Username).toBe('alex');
    await expect(getUser('openid')).rejects.toThrow('Access Token does not have required scopes');
  });

  it('are those of Cognito’s: version 2, a hash of the access token, all scopes when none is named', async () => {
    await using domain = await startDomain();
    const { createHash } = await import('node:crypto');
    const { body } = await domain.redeem((await domain.signIn('alex')).code);
    const access = claimsOf(body.access_token);
    expect(access).toMatchObject({
      version: 2,
      token_use: 'access',
      client_id: domain.client.id,
      scope: 'openid email phone profile aws.cognito.signin.user.admin',
    });
    expect(access).not.toHaveProperty('aud');
    const half = createHash('sha256').update(String(body.access_token)).digest().subarray(0, 16);
    expect(claimsOf(body.id_token).at_hash).toBe(half.toString('base64url'));
  });

  it('need read access to email_verified for the scope email', async () => {
    await using domain = await startDomain({ appClient: { ReadAttributes: ['email'] } });
    expect(await get(domain, 'openid email')).toMatchObject({ error: 'invalid_grant' });
    expect(await get(domain, 'openid')).toHaveProperty('id_token');
  });

  it('say what the PreTokenGeneration function decided when the code was made', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';
    const LambdaConfig = { PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' as const } };
    await using domain = await startDomain({ pool: { LambdaConfig } });
    const asked: unknown[] = [];
    domain.setFunction(arn, (event) => {
      const { scopes } = event.request;
      asked.push([event.triggerSource, scopes]);
      event.response = {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: {
            claimsToAddOrOverride: { tenant: 'acme', nonce: 'forged', at_hash: 'forged' },
          },
          accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme' }, scopesToAdd: ['files/read'] },
        },
      };
      return event;
    });
    const { code } = await domain.signIn('alex', { query: { scope: 'openid', nonce: 'real' } });
    expect(asked).toEqual([['TokenGeneration_HostedAuth', ['openid']]]);
    const { body } = await domain.redeem(code);
    expect(asked).toHaveLength(1);
    expect(claimsOf(body.id_token)).toMatchObject({ tenant: 'acme', nonce: 'real' });
    expect(claimsOf(body.id_token).at_hash).not.toBe('forged');
    expect(claimsOf(body.access_token)).toMatchObject({ tenant: 'acme', scope: 'openid files/read' });
  });
});

describe('a refresh token at the token endpoint', () => {
  const refresh = (domain: Domain, token: string | undefined, more = {}) =>
    domain.token({ grant_type: 'refresh_token', refresh_token: token, ...more });

  it('brings new tokens of the same sign-in, and none to replace it', async () => {
    await using domain = await startDomain();
    const first = (await domain.redeem((await domain.signIn('alex', { query: { nonce: 'n' } })).code)).body;
    domain.advance(60_000);
    const { body } = await refresh(domain, first.refresh_token);
    expect(Object.keys(body)).toEqual(['id_token', 'access_token', 'expires_in', 'token_type']);
    const [before, after] = [claimsOf(first.id_token), claimsOf(body.id_token)];
    expect(after).toMatchObject({ auth_time: before.auth_time, origin_jti: before.origin_jti });
    expect(after.iat).toBe(Number(before.iat) + 60);
    expect(after).not.toHaveProperty('nonce');
  });

  it('is replaced where the client rotates; the old one is reuse after the grace period', async () => {
    await using domain = await startDomain({
      appClient: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      },
    });
    const first = (await domain.redeem((await domain.signIn('alex')).code)).body;
    const second = (await refresh(domain, first.refresh_token)).body;
    expect(second.refresh_token).toMatch(/^eyJ/);
    domain.advance(9_000);
    expect((await refresh(domain, first.refresh_token)).status).toBe(200);
    domain.advance(1_000);
    const reused = await refresh(domain, first.refresh_token);
    expect([reused.status, reused.body.error]).toEqual([400, 'invalid_grant']);
    expect((await refresh(domain, second.refresh_token)).status).toBe(200);
  });

  it('is nothing in the hands of another client, at another pool, or of a disabled user', async () => {
    await using server = await startDomainServer();
    const [acme, globex] = [await server.addPool('acme'), await server.addPool('globex')];
    await acme.addUser('alex');
    const { refresh_token } = (await acme.redeem((await acme.signIn('alex')).code)).body;
    const other = await acme.addClient();
    const form = { grant_type: 'refresh_token', refresh_token };
    expect((await acme.token({ ...form, client_id: other.id })).body.error).toBe('invalid_grant');
    expect((await globex.token(form)).body.error).toBe('invalid_grant');
    await server.send(new AdminDisableUserCommand({ UserPoolId: acme.userPoolId, Username: 'alex' }));
    expect((await acme.token(form)).body.error).toBe('invalid_grant');
  });

  it('of the API is good here too, until devices are tracked; then only those of codes are', async () => {
    await using domain = await startDomain();
    const { AuthenticationResult } = await domain.send(
      new InitiateAuthCommand({
        ClientId: domain.client.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alex', PASSWORD: password },
      }),
    );
    const ofApi = AuthenticationResult?.RefreshToken;
    expect((await refresh(domain, ofApi)).status).toBe(200);
    const DeviceConfiguration = { ChallengeRequiredOnNewDevice: false };
    await domain.send(new UpdateUserPoolCommand({ UserPoolId: domain.userPoolId, DeviceConfiguration }));
    expect((await refresh(domain, ofApi)).body.error).toBe('invalid_grant');
    const ofCode = (await domain.redeem((await domain.signIn('alex')).code)).body;
    expect((await refresh(domain, ofCode.refresh_token)).status).toBe(200);
  });

  it('is good at the API as well, where it keeps its scopes', async () => {
    await using domain = await startDomain();
    const { refresh_token = '' } = (
      await domain.redeem((await domain.signIn('alex', { query: { scope: 'email' } })).code)
    ).body;
    const { AuthenticationResult } = await domain.send(
      new InitiateAuthCommand({
        ClientId: domain.client.id,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refresh_token },
      }),
    );
    expect(AuthenticationResult?.IdToken).toBeUndefined();
    expect(claimsOf(AuthenticationResult?.AccessToken).scope).toBe('email');
  });

  it('survives a function that fails: that is no invalid_grant', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';
    await using domain = await startDomain({ pool: { LambdaConfig: { PreTokenGeneration: arn } } });
    let fails = false;
    domain.setFunction(arn, (event) => {
      if (fails) throw new Error('down');
      return event;
    });
    const { refresh_token } = (await domain.redeem((await domain.signIn('alex')).code)).body;
    fails = true;
    expect((await refresh(domain, refresh_token)).body).toEqual({
      error: 'invalid_request',
      error_description: 'PreTokenGeneration failed with error down.',
    });
    fails = false;
    expect((await refresh(domain, refresh_token)).status).toBe(200);
  });
});

describe('client credentials', () => {
  const start = async (pool: object = {}) => {
    const domain = await startDomain({ pool });
    await domain.send(
      new CreateResourceServerCommand({
        UserPoolId: domain.userPoolId,
        Identifier: 'files',
        Name: 'Files',
        Scopes: ['read', 'write', 'delete'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
      }),
    );
    const machine = await domain.addClient({
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['files/read', 'files/write'],
    });
    const ask = (form: Record<string, string> = {}) =>
      domain.post(
        '/oauth2/token',
        { grant_type: 'client_credentials', ...form },
        basic(machine.id, machine.secret),
      );
    return { ...domain, machine, ask };
  };

  it('bring a machine an access token alone, with the scopes it asks for or all it has', async () => {
    await using domain = await start();
    const { status, body } = await domain.ask({ scope: 'files/write' });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['access_token', 'expires_in', 'token_type']);
    const claims = claimsOf(body.access_token);
    expect(claims).toMatchObject({ sub: domain.machine.id, scope: 'files/write', version: 2 });
    expect(claims).not.toHaveProperty('username');
    expect(claimsOf((await domain.ask()).body.access_token).scope).toBe('files/read files/write');
  });

  it('are refused with scopes that do not exist or are not the client’s, and to clients of people', async () => {
    await using domain = await start();
    expect((await domain.ask({ scope: 'files/own' })).body.error).toBe('invalid_scope');
    expect((await domain.ask({ scope: 'openid' })).body.error).toBe('invalid_scope');
    expect((await domain.ask({ scope: 'files/delete' })).body.error).toBe('invalid_grant');
    const people = await domain.token({ grant_type: 'client_credentials' });
    expect(people.body.error).toBe('unauthorized_client');
    const { id, secret: value } = domain.machine;
    const asPerson = await domain.redeem('made-up', { client_id: id, client_secret: value });
    expect(asPerson.body.error).toBe('unauthorized_client');
  });

  it('take metadata to a PreTokenGeneration function of version V3_0', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';
    const LambdaConfig = { PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V3_0' } };
    await using domain = await start({ LambdaConfig });
    const seen: unknown[] = [];
    domain.setFunction(arn, (event) => {
      seen.push([event.triggerSource, event.request.clientMetadata]);
      return event;
    });
    const { status } = await domain.ask({ aws_client_metadata: '{"region":"eu"}' });
    expect(status).toBe(200);
    expect(seen).toEqual([['TokenGeneration_ClientCredentials', { region: 'eu' }]]);
    for (const aws_client_metadata of ['{', '[]', '{"a":1}']) {
      expect((await domain.ask({ aws_client_metadata })).body.error).toBe('invalid_request');
    }
  });
});

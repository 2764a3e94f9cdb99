import {
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { callback, startDomain, startDomainServer } from '../testing/domain.ts';

type Domain = Awaited<ReturnType<typeof startDomain>>;

const start = (DcrConfiguration: object = {}) =>
  startDomain({ pool: { DcrConfiguration: { EnableStatus: 'Enabled', ...DcrConfiguration } } });

async function register(domain: Pick<Domain, 'base'>, metadata: unknown, token?: string) {
  const response = await fetch(`${domain.base}/oauth2/register`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** An access token that may register apps. */
async function registrar(domain: Pick<Domain, 'addClient' | 'post'>): Promise<string> {
  const { id, secret } = await domain.addClient({
    GenerateSecret: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['aws.cognito/dcr/register'],
  });
  const { body } = await domain.post('/oauth2/token', {
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  });
  return body.access_token ?? '';
}

describe('POST /oauth2/register', () => {
  it('registers an app openly where the pool allows it, which then signs people in', async () => {
    await using domain = await start({ OpenDcrEnabled: true });
    const { status, body } = await register(domain, {
      client_name: 'assistant',
      redirect_uris: [callback],
      token_endpoint_auth_method: 'none',
      scope: 'openid email',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      client_id: expect.stringMatching(/^[a-z0-9]{26}$/),
      client_id_issued_at: Math.floor(domain.clock() / 1000),
      client_name: 'assistant',
      redirect_uris: [callback],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'openid email',
    });
    const client_id = String(body.client_id);
    const { code } = await domain.signIn('alex', { query: { client_id } });
    expect((await domain.redeem(code, { client_id })).status).toBe(200);
  });

  it('makes clients of type DCR, with a secret unless told otherwise', async () => {
    await using domain = await start({ OpenDcrEnabled: true });
    const { body } = await register(domain, { redirect_uris: [callback] });
    expect(body).toMatchObject({ client_secret: expect.any(String), client_secret_expires_at: 0 });
    const UserPoolId = domain.userPoolId;
    const ClientId = String(body.client_id);
    const listed = await domain.send(new ListUserPoolClientsCommand({ UserPoolId, ClientType: 'DCR' }));
    expect(listed.UserPoolClients?.map((client) => client.ClientId)).toEqual([ClientId]);
    const regular = await domain.send(new ListUserPoolClientsCommand({ UserPoolId, ClientType: 'REGULAR' }));
    expect(regular.UserPoolClients?.map((client) => client.ClientId)).toEqual([domain.client.id]);
    await domain.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: 'renamed' }));
    const { UserPoolClient } = await domain.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(UserPoolClient).toMatchObject({ ClientType: 'DCR', ClientName: 'renamed' });
  });

  it('takes an access token with the registration scope where it is not open', async () => {
    await using domain = await start({ AllowedScopes: ['aws.cognito.signin.user.admin'] });
    const metadata = { redirect_uris: [callback] };
    const token = await registrar(domain);
    expect((await register(domain, metadata, token)).status).toBe(201);
    const tokens = await domain.redeem((await domain.signIn('alex')).code);
    for (const bad of [undefined, '', 'a.b.c', tokens.body.access_token, tokens.body.id_token]) {
      const { status, body } = await register(domain, metadata, bad);
      expect([status, body.error]).toEqual([401, 'invalid_token']);
    }
    domain.advance(60 * 60_000);
    expect((await register(domain, metadata, token)).status).toBe(401);
  });

  it('takes no token of another pool', async () => {
    await using server = await startDomainServer();
    const pool = { DcrConfiguration: { EnableStatus: 'Enabled' as const } };
    const [acme, globex] = [await server.addPool('acme', { pool }), await server.addPool('globex', { pool })];
    const token = await registrar(globex);
    expect((await register(acme, { redirect_uris: [callback] }, token)).status).toBe(401);
    expect((await register(globex, { redirect_uris: [callback] }, token)).status).toBe(201);
  });

  it('is refused where the pool has it off', async () => {
    await using domain = await startDomain();
    expect(await register(domain, { redirect_uris: [callback] })).toMatchObject({
      status: 403,
      body: { error: 'invalid_request' },
    });
  });

  it.each([
    ['no JSON', 'redirect_uris', 'invalid_client_metadata'],
    ['no object', '[]', 'invalid_client_metadata'],
    ['no redirect URI', {}, 'invalid_redirect_uri'],
    ['http', { redirect_uris: ['http://app.acme.example/callback'] }, 'invalid_redirect_uri'],
    ['a fragment', { redirect_uris: [`${callback}#x`] }, 'invalid_redirect_uri'],
    [
      'a script',
      { redirect_uris: ['javascript:alert(1)//https://app.acme.example'] },
      'invalid_redirect_uri',
    ],
    ['a relative address', { redirect_uris: ['/callback'] }, 'invalid_redirect_uri'],
    [
      'a scope the pool does not give',
      { redirect_uris: [callback], scope: 'openid files/read' },
      'invalid_client_metadata',
    ],
    [
      'the scope of user APIs unless the pool gives it',
      { redirect_uris: [callback], scope: 'aws.cognito.signin.user.admin' },
      'invalid_client_metadata',
    ],
    [
      'the scope to register others',
      { redirect_uris: [callback], scope: 'aws.cognito/dcr/register' },
      'invalid_client_metadata',
    ],
    ['client credentials, openly', { grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    ['an unknown grant', { redirect_uris: [callback], grant_types: ['password'] }, 'invalid_client_metadata'],
    [
      'the implicit flow',
      { redirect_uris: [callback], response_types: ['token'] },
      'invalid_client_metadata',
    ],
  ])('is refused with %s', async (_what, metadata, error) => {
    await using domain = await start({ OpenDcrEnabled: true, AllowedScopes: ['aws.cognito/dcr/register'] });
    const { status, body } = await register(domain, metadata);
    expect([status, body.error]).toEqual([400, error]);
  });

  it('lets nobody register with an empty list of grants', async () => {
    await using domain = await start({ OpenDcrEnabled: true, OpenDcrGrantTypes: [] });
    const { body } = await register(domain, { redirect_uris: [callback] });
    expect(body.error).toBe('invalid_client_metadata');
  });
});

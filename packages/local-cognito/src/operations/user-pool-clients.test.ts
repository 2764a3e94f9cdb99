import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';

async function startWithPool() {
  const cognito = await startWithSdk();
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'acme',
      Schema: [
        { Name: 'email', Required: true },
        { Name: 'tenant_id', AttributeDataType: 'String' },
      ],
    }),
  );
  const UserPoolId = UserPool?.Id;
  const create = async (settings: Partial<CreateUserPoolClientCommandInput> = {}) => {
    const created = await cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', ...settings }),
    );
    if (!created.UserPoolClient) throw new Error('no client');
    return created.UserPoolClient;
  };
  return { ...cognito, UserPoolId, create };
}

it('creates a public client with defaults', async () => {
  await using cognito = await startWithPool();
  const client = await cognito.create();
  expect(client.ClientId).toMatch(/^[a-z0-9]{26}$/);
  expect(client.ClientSecret).toBeUndefined();
  expect(client).toMatchObject({
    ClientName: 'web',
    RefreshTokenValidity: 30,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'LEGACY',
    AuthSessionValidity: 3,
  });
});

it('creates a confidential client with a generated secret, or with a given one', async () => {
  await using cognito = await startWithPool();
  const generated = await cognito.create({ GenerateSecret: true });
  expect(generated.ClientSecret).toMatch(/^[a-z0-9]{48,52}$/);
  const given = await cognito.create({ ClientSecret: 'my_own_secret_of_24_chars' });
  expect(given.ClientSecret).toBe('my_own_secret_of_24_chars');
  await expect(
    cognito.create({ GenerateSecret: true, ClientSecret: 'my_own_secret_of_24_chars' }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

it('replaces every setting on update, and keeps id, name and secret', async () => {
  await using cognito = await startWithPool();
  const { UserPoolId } = cognito;
  const before = await cognito.create({
    GenerateSecret: true,
    AccessTokenValidity: 15,
    TokenValidityUnits: { AccessToken: 'minutes' },
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    CallbackURLs: ['https://app.example.com/callback', 'myapp://callback', 'http://localhost:3000/'],
  });
  const { ClientId } = before;
  await cognito.send(
    new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
  );
  const { UserPoolClient: after } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
  );
  expect(after).toMatchObject({
    ClientName: 'web',
    ClientSecret: before.ClientSecret,
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'LEGACY',
  });
  expect(after?.AccessTokenValidity).toBeUndefined();
  expect(after?.CallbackURLs).toBeUndefined();
});

it('lists clients page by page without their secrets', async () => {
  await using cognito = await startWithPool();
  const { UserPoolId } = cognito;
  const ids = new Set<string | undefined>();
  for (let index = 0; index < 3; index += 1)
    ids.add((await cognito.create({ GenerateSecret: true })).ClientId);
  const first = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 2 }));
  const second = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 2, NextToken: first.NextToken }),
  );
  expect(second.NextToken).toBeUndefined();
  const all = [...(first.UserPoolClients ?? []), ...(second.UserPoolClients ?? [])];
  expect(new Set(all.map(({ ClientId }) => ClientId))).toEqual(ids);
  expect(Object.keys(all[0] ?? {}).sort()).toEqual(['ClientId', 'ClientName', 'UserPoolId']);
});

it('does not show, change or delete the client of another pool', async () => {
  await using cognito = await startWithPool();
  const { ClientId } = await cognito.create();
  const { UserPool: other } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'other' }));
  const input = { UserPoolId: other?.Id, ClientId };
  const error = {
    name: 'ResourceNotFoundException',
    message: `User pool client ${ClientId} does not exist.`,
  };
  await expect(cognito.send(new DescribeUserPoolClientCommand(input))).rejects.toMatchObject(error);
  await expect(cognito.send(new UpdateUserPoolClientCommand(input))).rejects.toMatchObject(error);
  await expect(cognito.send(new DeleteUserPoolClientCommand(input))).rejects.toMatchObject(error);
  const own = { UserPoolId: cognito.UserPoolId, ClientId };
  await cognito.send(new DeleteUserPoolClientCommand(own));
  await expect(cognito.send(new DescribeUserPoolClientCommand(own))).rejects.toMatchObject(error);
});

it.each<[string, Partial<CreateUserPoolClientCommandInput>, string]>([
  [
    'OAuth flows without scopes',
    { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'] },
    'InvalidOAuthFlowException',
  ],
  [
    'client_credentials without a secret',
    {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['openid'],
    },
    'InvalidOAuthFlowException',
  ],
  [
    'client_credentials beside another flow',
    {
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials', 'code'],
      AllowedOAuthScopes: ['openid'],
    },
    'InvalidOAuthFlowException',
  ],
  ['an unknown scope', { AllowedOAuthScopes: ['board/read'] }, 'ScopeDoesNotExistException'],
  ['an unknown provider', { SupportedIdentityProviders: ['Okta'] }, 'InvalidParameterException'],
  ['a plain http callback', { CallbackURLs: ['http://app.example.com/'] }, 'InvalidParameterException'],
  [
    'a callback with a fragment',
    { CallbackURLs: ['https://app.example.com/#top'] },
    'InvalidParameterException',
  ],
  ['a relative callback', { CallbackURLs: ['/callback'] }, 'InvalidParameterException'],
  [
    'a default redirect that is no callback',
    { CallbackURLs: ['https://a.example/'], DefaultRedirectURI: 'https://b.example/' },
    'InvalidParameterException',
  ],
  [
    'old and new names of flows',
    { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] },
    'InvalidParameterException',
  ],
  [
    'access tokens of four minutes',
    { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
    'InvalidParameterException',
  ],
  [
    'access tokens of two days',
    { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: 'days' } },
    'InvalidParameterException',
  ],
  [
    'rotation with REFRESH_TOKEN_AUTH',
    { RefreshTokenRotation: { Feature: 'ENABLED' }, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] },
    'InvalidParameterException',
  ],
  ['an attribute that the pool lacks', { ReadAttributes: ['custom:nothing'] }, 'InvalidParameterException'],
  [
    'email_verified in the hands of users',
    { WriteAttributes: ['email', 'email_verified'] },
    'InvalidParameterException',
  ],
  ['no way to write a required attribute', { WriteAttributes: ['name'] }, 'InvalidParameterException'],
])('refuses a client with %s, and makes none', async (_what, settings, error) => {
  await using cognito = await startWithPool();
  await expect(cognito.create(settings)).rejects.toMatchObject({ name: error });
  const { UserPoolId } = cognito;
  const { UserPoolClients } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  expect(UserPoolClients).toEqual([]);
});

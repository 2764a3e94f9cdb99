import { expect } from 'vitest';
import type { Story } from './story.ts';

/** An app client from its creation to its end, with two secrets on the way. */
export async function clients({ api, UserPoolId, ClientId: web }: Story) {
  const { UserPoolClient } = await api.createUserPoolClient({
    UserPoolId,
    ClientName: 'backend',
    GenerateSecret: true,
  });
  const client = { UserPoolId, ClientId: UserPoolClient?.ClientId };
  await api.updateUserPoolClient({ ...client, ClientName: 'worker' });
  const { UserPoolClient: described } = await api.describeUserPoolClient(client);
  expect(described).toMatchObject({ ClientName: 'worker', ClientSecret: UserPoolClient?.ClientSecret });
  const { UserPoolClients } = await api.listUserPoolClients({ UserPoolId });
  expect(UserPoolClients?.map(({ ClientId }) => ClientId).sort()).toEqual([web, client.ClientId].sort());
  const { ClientSecretDescriptor } = await api.addUserPoolClientSecret(client);
  expect(ClientSecretDescriptor?.ClientSecretValue).toMatch(/^\w{20,}$/);
  expect((await api.listUserPoolClientSecrets(client)).ClientSecrets).toHaveLength(2);
  const { ClientSecretId } = ClientSecretDescriptor ?? {};
  await api.deleteUserPoolClientSecret({ ...client, ClientSecretId });
  expect((await api.listUserPoolClientSecrets(client)).ClientSecrets).toHaveLength(1);
  await api.deleteUserPoolClient(client);
  await expect(api.describeUserPoolClient(client)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
}

/** A resource server, and a machine's token for it. */
export async function machines({ api, UserPoolId }: Story) {
  const key = { UserPoolId, Identifier: 'orders' };
  const read = { ScopeName: 'read', ScopeDescription: 'Read orders' };
  await api.createResourceServer({ ...key, Name: 'Orders' });
  await api.updateResourceServer({ ...key, Name: 'Orders', Scopes: [read] });
  expect((await api.describeResourceServer(key)).ResourceServer).toEqual({
    ...key,
    Name: 'Orders',
    Scopes: [read],
  });
  const { UserPoolClient } = await api.createUserPoolClient({
    UserPoolId,
    ClientName: 'machine',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as never],
    AllowedOAuthScopes: ['orders/read'],
  });
  const { ClientId, ClientSecret } = UserPoolClient ?? {};
  const { ClientAuthenticationResult } = await api.getClientToken({ ClientId, Secret: ClientSecret });
  const [, payload = ''] = ClientAuthenticationResult?.AccessToken?.split('.') ?? [];
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    client_id: ClientId,
    scope: 'orders/read',
  });
  await api.deleteUserPoolClient({ UserPoolId, ClientId });
  const { ResourceServers } = await api.listResourceServers({ UserPoolId, MaxResults: 10 });
  expect(ResourceServers).toHaveLength(1);
  await api.deleteResourceServer(key);
  await expect(api.describeResourceServer(key)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { computeSecretHash } from '../crypto/secret-hash.ts';
import { startWithSdk } from '../testing/sdk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { password, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';

async function startWithSecret(options: TenantPoolOptions = {}) {
  const tenant = await startTenantPool({ appClient: { GenerateSecret: true }, ...options });
  await tenant.addUser('alex');
  const ids = { UserPoolId: tenant.userPoolId, ClientId: tenant.clientId };
  const add = async (ClientSecret?: string) => {
    const answer = await tenant.send(new AddUserPoolClientSecretCommand({ ...ids, ClientSecret }));
    return answer.ClientSecretDescriptor ?? {};
  };
  const list = async () => (await tenant.send(new ListUserPoolClientSecretsCommand(ids))).ClientSecrets ?? [];
  const remove = (ClientSecretId: string | undefined) =>
    tenant.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }));
  const signInWith = (clientSecret: string) => {
    const input = { clientSecret, clientId: tenant.clientId, username: 'alex' };
    return tenant.signIn('alex', password, { SECRET_HASH: computeSecretHash(input) });
  };
  return { ...tenant, ids, add, list, remove, signInWith };
}

describe('client secrets', () => {
  it('are rotated: both work until the older one is deleted', async () => {
    await using client = await startWithSecret();
    const { ClientSecretValue: next = '', ClientSecretId } = await client.add();
    expect(ClientSecretId).toMatch(new RegExp(`^${client.clientId}--\\d+$`));
    const { AuthenticationResult } = await client.signInWith(next);
    await client.send(
      new RevokeTokenCommand({
        ClientId: client.clientId,
        ClientSecret: next,
        Token: AuthenticationResult?.RefreshToken,
      }),
    );
    await client.signInWith(client.clientSecret);

    const [first] = await client.list();
    await client.remove(first?.ClientSecretId);
    await client.signInWith(next);
    await expect(client.signInWith(client.clientSecret)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `SecretHash does not match for the client: ${client.clientId}`,
    });
    const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand(client.ids));
    expect(UserPoolClient?.ClientSecret).toBe(next);
  });

  it('show their value only once, and not when it was given', async () => {
    await using client = await startWithSecret();
    const own = await client.add('a_secret_of_ones_own_0000');
    expect(own.ClientSecretValue).toBeUndefined();
    const secrets = await client.list();
    expect(secrets).toHaveLength(2);
    expect(secrets.every(({ ClientSecretValue }) => ClientSecretValue === undefined)).toBe(true);
  });

  it('are two at most and one at least', async () => {
    await using client = await startWithSecret();
    const { ClientSecretId } = await client.add();
    await expect(client.add()).rejects.toMatchObject({ name: 'LimitExceededException' });
    await client.remove(ClientSecretId);
    await expect(client.remove(ClientSecretId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const [last] = await client.list();
    await expect(client.remove(last?.ClientSecretId)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are both there after a restart, and not readable in the file', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'cognito.db');
    const secrets: string[] = [];
    let ids = {};
    {
      await using client = await startWithSecret({ data });
      const { ClientSecretValue = '' } = await client.add();
      secrets.push(client.clientSecret, ClientSecretValue);
      ids = client.ids;
    }
    const file = readFileSync(data, 'latin1');
    for (const secret of secrets) expect(file).not.toContain(secret);
    await using restarted = await startWithSdk({ data });
    const { ClientSecrets } = await restarted.send(
      new ListUserPoolClientSecretsCommand(ids as { UserPoolId: string; ClientId: string }),
    );
    expect(ClientSecrets).toHaveLength(2);
  });

  it('cannot be added to a public client', async () => {
    await using tenant = await startTenantPool();
    const ids = { UserPoolId: tenant.userPoolId, ClientId: tenant.clientId };
    await expect(tenant.send(new AddUserPoolClientSecretCommand(ids))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect((await tenant.send(new ListUserPoolClientSecretsCommand(ids))).ClientSecrets).toEqual([]);
  });
});

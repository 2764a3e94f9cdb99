import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  ListResourceServersCommand,
  UpdateResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

const read = { ScopeName: 'orders.read', ScopeDescription: 'Read orders' };

describe('resource servers', () => {
  it('are created once per identifier, described, replaced and deleted', async () => {
    await using tenant = await startTenantPool();
    const key = { UserPoolId: tenant.userPoolId, Identifier: 'https://api.example.com' };
    const created = await tenant.send(
      new CreateResourceServerCommand({ ...key, Name: 'API', Scopes: [read] }),
    );
    expect(created.ResourceServer).toEqual({ ...key, Name: 'API', Scopes: [read] });
    await expect(
      tenant.send(new CreateResourceServerCommand({ ...key, Name: 'again' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `https://api.example.com already exists in user pool ${tenant.userPoolId}.`,
    });
    await tenant.send(new UpdateResourceServerCommand({ ...key, Name: 'API 2' }));
    const { ResourceServer } = await tenant.send(new DescribeResourceServerCommand(key));
    expect(ResourceServer).toEqual({ ...key, Name: 'API 2', Scopes: [] });
    await tenant.send(new DeleteResourceServerCommand(key));
    await expect(tenant.send(new DescribeResourceServerCommand(key))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('are listed in pages', async () => {
    await using tenant = await startTenantPool();
    const UserPoolId = tenant.userPoolId;
    for (const Identifier of ['a', 'b', 'c']) {
      await tenant.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: Identifier }));
    }
    const first = await tenant.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 2 }));
    const { NextToken } = first;
    const rest = await tenant.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 2, NextToken }));
    const names = [...(first.ResourceServers ?? []), ...(rest.ResourceServers ?? [])].map(({ Name }) => Name);
    expect(names).toEqual(['a', 'b', 'c']);
    expect(rest.NextToken).toBeUndefined();
  });

  it('lend their scopes, and no others, to app clients', async () => {
    await using tenant = await startTenantPool();
    const UserPoolId = tenant.userPoolId;
    await tenant.send(
      new CreateResourceServerCommand({ UserPoolId, Identifier: 'a/b', Name: 'API', Scopes: [read] }),
    );
    const create = (scope: string) =>
      tenant.send(
        new CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: 'machine',
          GenerateSecret: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthScopes: [scope],
          AllowedOAuthFlowsUserPoolClient: true,
        }),
      );
    await create('a/b/orders.read');
    for (const scope of ['a/b/orders.write', 'a/orders.read', 'orders.read']) {
      await expect(create(scope)).rejects.toMatchObject({
        name: 'ScopeDoesNotExistException',
        message: `Invalid scope requested: ${scope}`,
      });
    }
  });
});

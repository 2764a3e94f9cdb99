import {
  CreateUserPoolReplicaCommand,
  DeleteUserPoolReplicaCommand,
  GetLogDeliveryConfigurationCommand,
  GetProvisionedLimitCommand,
  ListUserPoolReplicasCommand,
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
  UpdateProvisionedLimitCommand,
  UpdateUserPoolReplicaCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

const logGroup = {
  CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:cognito' },
};

describe('log delivery', () => {
  it('is replaced and shown', async () => {
    await using tenant = await startTenantPool();
    const UserPoolId = tenant.userPoolId;
    const LogConfigurations = [
      { LogLevel: 'ERROR' as const, EventSource: 'userNotification' as const, ...logGroup },
    ];
    await tenant.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));
    const { LogDeliveryConfiguration } = await tenant.send(
      new GetLogDeliveryConfigurationCommand({ UserPoolId }),
    );
    expect(LogDeliveryConfiguration).toEqual({ UserPoolId, LogConfigurations });
  });

  it('exports user activity in the PLUS tier only, to one target', async () => {
    const LogConfigurations = [
      { LogLevel: 'INFO' as const, EventSource: 'userAuthEvents' as const, ...logGroup },
    ];
    await using essentials = await startTenantPool();
    const set = (UserPoolId: string, configurations: object[]) =>
      new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations: configurations as never });
    await expect(essentials.send(set(essentials.userPoolId, LogConfigurations))).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
    await using plus = await startTenantPool({ pool: { UserPoolTier: 'PLUS' } });
    await plus.send(set(plus.userPoolId, LogConfigurations));
    const two = { ...LogConfigurations[0], FirehoseConfiguration: {} };
    await expect(plus.send(set(plus.userPoolId, [two]))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('replicas', () => {
  it('are kept, switched on and deleted, one per pool', async () => {
    await using tenant = await startTenantPool({
      pool: {
        IssuerConfiguration: { Type: 'UPDATED' },
        KeyConfiguration: {
          KeyType: 'CUSTOMER_MANAGED_KEY',
          KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/mrk-1',
        },
      },
    });
    const key = { UserPoolId: tenant.userPoolId, RegionName: 'eu-west-1' };
    const { UserPoolReplica } = await tenant.send(new CreateUserPoolReplicaCommand(key));
    expect(UserPoolReplica).toEqual({
      RegionName: 'eu-west-1',
      Status: 'CREATING',
      Role: 'SECONDARY',
      UserPoolArn: `arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${tenant.userPoolId}`,
    });
    await expect(
      tenant.send(new CreateUserPoolReplicaCommand({ ...key, RegionName: 'eu-west-2' })),
    ).rejects.toMatchObject({ name: 'LimitExceededException' });
    await tenant.send(new UpdateUserPoolReplicaCommand({ ...key, Status: 'ACTIVE' }));
    const { UserPoolReplicas } = await tenant.send(
      new ListUserPoolReplicasCommand({ UserPoolId: tenant.userPoolId }),
    );
    expect(UserPoolReplicas).toMatchObject([
      { RegionName: 'us-east-1', Role: 'PRIMARY', Status: 'ACTIVE' },
      { RegionName: 'eu-west-1', Role: 'SECONDARY', Status: 'ACTIVE' },
    ]);
    const { UserPools } = await tenant.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    expect(UserPools?.[0]?.ReplicaRegions).toEqual(['eu-west-1']);
    await tenant.send(new DeleteUserPoolReplicaCommand(key));
    await expect(tenant.send(new DeleteUserPoolReplicaCommand(key))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('need the issuer that names no Region', async () => {
    await using tenant = await startTenantPool();
    await expect(
      tenant.send(
        new CreateUserPoolReplicaCommand({ UserPoolId: tenant.userPoolId, RegionName: 'eu-west-1' }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('provisioned limits', () => {
  it('start at the default and are raised within bounds', async () => {
    await using tenant = await startTenantPool();
    const LimitDefinition = { LimitClass: 'API_CATEGORY', Attributes: { Category: 'UserRead' } } as const;
    const get = async () => (await tenant.send(new GetProvisionedLimitCommand({ LimitDefinition }))).Limit;
    expect(await get()).toEqual({ LimitDefinition, ProvisionedLimitValue: 120, FreeLimitValue: 120 });
    const update = (RequestedLimitValue: number) =>
      tenant.send(new UpdateProvisionedLimitCommand({ LimitDefinition, RequestedLimitValue }));
    await update(200);
    expect(await get()).toMatchObject({ ProvisionedLimitValue: 200, FreeLimitValue: 120 });
    await expect(update(100)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(update(1_000_000)).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  });
});

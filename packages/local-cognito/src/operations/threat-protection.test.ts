import {
  CreateUserPoolCommand,
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';
import { startTenantPool } from '../testing/tenant-pool.ts';

const startWithProtection = () =>
  startTenantPool({
    pool: { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
  });

describe('threat protection', () => {
  it('is configured for a pool, and for one client', async () => {
    await using tenant = await startWithProtection();
    const UserPoolId = tenant.userPoolId;
    const CompromisedCredentialsRiskConfiguration = { Actions: { EventAction: 'BLOCK' as const } };
    await tenant.send(
      new SetRiskConfigurationCommand({ UserPoolId, CompromisedCredentialsRiskConfiguration }),
    );
    const describePool = new DescribeRiskConfigurationCommand({ UserPoolId });
    expect((await tenant.send(describePool)).RiskConfiguration).toMatchObject({
      UserPoolId,
      CompromisedCredentialsRiskConfiguration,
    });
    const ofClient = new DescribeRiskConfigurationCommand({ UserPoolId, ClientId: tenant.clientId });
    expect((await tenant.send(ofClient)).RiskConfiguration).toEqual({
      UserPoolId,
      ClientId: tenant.clientId,
    });
    const ranges = { RiskExceptionConfiguration: { BlockedIPRangeList: ['everywhere'] } };
    await expect(
      tenant.send(new SetRiskConfigurationCommand({ UserPoolId, ...ranges })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('must be on before it can be configured', async () => {
    await using tenant = await startTenantPool();
    await expect(
      tenant.send(new SetRiskConfigurationCommand({ UserPoolId: tenant.userPoolId })),
    ).rejects.toMatchObject({ name: 'UserPoolAddOnNotEnabledException' });
  });

  it('needs the PLUS tier', async () => {
    await using cognito = await startWithSdk();
    const UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' as const };
    await expect(
      cognito.send(new CreateUserPoolCommand({ PoolName: 'acme', UserPoolAddOns })),
    ).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
  });
});

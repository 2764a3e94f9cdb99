import {
  AdminListUserAuthEventsCommand,
  AdminUpdateAuthEventFeedbackCommand,
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
  UpdateAuthEventFeedbackCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
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
    await expect(
      startTenantPool({ pool: { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } }),
    ).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
  });

  it('lists no events, and keeps what an administrator says of one', async () => {
    await using tenant = await startWithProtection();
    await tenant.addUser('alex');
    const user = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    const { AuthEvents } = await tenant.send(new AdminListUserAuthEventsCommand(user));
    expect(AuthEvents).toEqual([]);
    const feedback = { ...user, EventId: 'event-1', FeedbackValue: 'Invalid' as const };
    await tenant.send(new AdminUpdateAuthEventFeedbackCommand(feedback));
    await expect(
      tenant.send(new AdminUpdateAuthEventFeedbackCommand({ ...feedback, Username: 'nobody' })),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(
      tenant.send(new UpdateAuthEventFeedbackCommand({ ...feedback, FeedbackToken: 'a.b.c' })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

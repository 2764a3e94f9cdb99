import { X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import type { Story } from './story.ts';

/** What stands in a pool's settings, and its tags. */
export async function settings({ api, UserPoolId, poolArn }: Story) {
  const { UserPools } = await api.listUserPools({ MaxResults: 10 });
  expect(UserPools).toMatchObject([{ Id: UserPoolId, Name: 'acme' }]);
  const { UserPool: before } = await api.describeUserPool({ UserPoolId });
  await api.updateUserPool({
    UserPoolId,
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    AutoVerifiedAttributes: ['email'],
    DeviceConfiguration: before?.DeviceConfiguration,
    Policies: before?.Policies,
    IssuerConfiguration: before?.IssuerConfiguration,
    KeyConfiguration: before?.KeyConfiguration,
    DeletionProtection: 'ACTIVE',
  });
  await api.addCustomAttributes({ UserPoolId, CustomAttributes: [{ Name: 'tenant_id' }] });
  const { UserPool: after } = await api.describeUserPool({ UserPoolId });
  expect(after?.DeletionProtection).toBe('ACTIVE');
  expect(after?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:tenant_id');
  await api.tagResource({ ResourceArn: poolArn, Tags: { plan: 'pro', stage: 'test' } });
  await api.untagResource({ ResourceArn: poolArn, TagKeys: ['stage'] });
  expect((await api.listTagsForResource({ ResourceArn: poolArn })).Tags).toEqual({ plan: 'pro' });
}

/** What the operators of a pool set up beside it. */
export async function operations({ api, UserPoolId, ClientId }: Story) {
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  await api.setUserPoolMfaConfig({
    UserPoolId,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration,
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
    WebAuthnConfiguration: { RelyingPartyId: 'acme.example' },
  });
  expect(await api.getUserPoolMfaConfig({ UserPoolId })).toMatchObject({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration,
  });
  const CompromisedCredentialsRiskConfiguration = { Actions: { EventAction: 'BLOCK' as const } };
  await api.setRiskConfiguration({ UserPoolId, CompromisedCredentialsRiskConfiguration });
  const { RiskConfiguration } = await api.describeRiskConfiguration({ UserPoolId });
  expect(RiskConfiguration).toMatchObject({ CompromisedCredentialsRiskConfiguration });
  const LogGroupArn = 'arn:aws:logs:us-east-1:000000000000:log-group:cognito';
  const LogConfigurations = [
    {
      EventSource: 'userNotification' as const,
      LogLevel: 'ERROR' as const,
      CloudWatchLogsConfiguration: { LogGroupArn },
    },
  ];
  await api.setLogDeliveryConfiguration({ UserPoolId, LogConfigurations });
  const { LogDeliveryConfiguration } = await api.getLogDeliveryConfiguration({ UserPoolId });
  expect(LogDeliveryConfiguration).toEqual({ UserPoolId, LogConfigurations });
  await api.setUserPoolSessionConfiguration({
    UserPoolId,
    UserSessionTracking: 'ENABLED',
    TokenSession: { MaxPerUser: 9 },
  });
  expect(await api.getUserPoolSessionConfiguration({ UserPoolId })).toMatchObject({
    UserSessionTracking: 'ENABLED',
    TokenSession: { MaxPerUser: 9 },
  });
  const SSOSession = { MaxValidityMinutes: 30 };
  await api.setUserPoolClientSessionConfiguration({ UserPoolId, ClientId, SSOSession });
  expect(await api.getUserPoolClientSessionConfiguration({ UserPoolId, ClientId })).toMatchObject({
    SSOSession,
  });
  const { Certificate = '' } = await api.getSigningCertificate({ UserPoolId });
  expect(new X509Certificate(Buffer.from(Certificate, 'base64')).subject).toBe(`CN=${UserPoolId}`);
}

/** Copies in other Regions, and request rates. */
export async function capacity({ api, UserPoolId }: Story) {
  const replica = { UserPoolId, RegionName: 'eu-west-1' };
  const { UserPoolReplica: created } = await api.createUserPoolReplica(replica);
  expect(created).toMatchObject({ RegionName: 'eu-west-1', Status: 'CREATING', Role: 'SECONDARY' });
  await api.updateUserPoolReplica({ ...replica, Status: 'ACTIVE' });
  const { UserPoolReplicas } = await api.listUserPoolReplicas({ UserPoolId });
  expect(UserPoolReplicas?.map(({ Status }) => Status)).toEqual(['ACTIVE', 'ACTIVE']);
  const { UserPoolReplica: deleted } = await api.deleteUserPoolReplica(replica);
  expect(deleted?.Status).toBe('DELETING');
  const LimitDefinition = {
    LimitClass: 'API_CATEGORY' as const,
    Attributes: { Category: 'UserAuthentication' },
  };
  await api.updateProvisionedLimit({ LimitDefinition, RequestedLimitValue: 200 });
  const { Limit } = await api.getProvisionedLimit({ LimitDefinition });
  expect(Limit).toMatchObject({ ProvisionedLimitValue: 200, FreeLimitValue: 120 });
}

/** The end: a pool goes with everything in it, once it is no longer protected. */
export async function end({ api, UserPoolId }: Story) {
  await expect(api.deleteUserPool({ UserPoolId })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  const { UserPool } = await api.describeUserPool({ UserPoolId });
  await api.updateUserPool({
    UserPoolId,
    UserPoolTier: UserPool?.UserPoolTier,
    IssuerConfiguration: UserPool?.IssuerConfiguration,
    KeyConfiguration: UserPool?.KeyConfiguration,
    Policies: UserPool?.Policies,
    UserPoolAddOns: UserPool?.UserPoolAddOns,
    DeletionProtection: 'INACTIVE',
  });
  await api.deleteUserPool({ UserPoolId });
  await expect(api.describeUserPool({ UserPoolId })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `User pool ${UserPoolId} does not exist.`,
  });
}

import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  DeleteResourceServerCommand,
  ListResourceServersCommand,
  SetUserPoolMfaConfigCommand,
  SetUserPoolSessionConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:x';

async function startWithPool(settings: Partial<CreateUserPoolCommandInput> = {}) {
  const cognito = await startWithSdk();
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'acme', ...settings }));
  return { ...cognito, UserPool, UserPoolId: UserPool?.Id ?? '' };
}

const passwordHistory = { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } };
const v2Tokens = { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: functionArn } } as const;

describe('the tier of a user pool', () => {
  it.each<[string, Partial<CreateUserPoolCommandInput>]>([
    ['password history on LITE', { UserPoolTier: 'LITE', ...passwordHistory }],
    ['access token claims on LITE', { UserPoolTier: 'LITE', LambdaConfig: v2Tokens }],
    [
      'passwordless sign-in on LITE',
      {
        UserPoolTier: 'LITE',
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
    ],
    ['client registration on LITE', { UserPoolTier: 'LITE', DcrConfiguration: {} }],
    ['threat protection on ESSENTIALS', { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } }],
  ])('does not allow %s', async (_what, settings) => {
    await expect(startWithPool(settings)).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
  });

  it('is not lowered under a feature in use', async () => {
    await using pool = await startWithPool(passwordHistory);
    const { UserPoolId } = pool;
    const lower = (more: Partial<CreateUserPoolCommandInput>) =>
      pool.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTier: 'LITE', ...more }));
    await expect(lower(passwordHistory)).rejects.toMatchObject({ name: 'TierChangeNotAllowedException' });
  });

  it.each<[string, (pool: Awaited<ReturnType<typeof startWithPool>>) => Promise<unknown>]>([
    [
      'managed login',
      ({ send, UserPoolId }) =>
        send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme-login', ManagedLoginVersion: 2 })),
    ],
    [
      'passkeys',
      ({ send, UserPoolId }) =>
        send(
          new SetUserPoolMfaConfigCommand({
            UserPoolId,
            WebAuthnConfiguration: { RelyingPartyId: 'acme.example' },
          }),
        ),
    ],
    [
      'session management',
      ({ send, UserPoolId }) =>
        send(
          new SetUserPoolSessionConfigurationCommand({
            UserPoolId,
            UserSessionTracking: 'ENABLED',
            TokenSession: { MaxPerUser: 5 },
          }),
        ),
    ],
  ])('is not lowered under %s', async (_feature, use) => {
    await using pool = await startWithPool();
    await use(pool);
    await expect(
      pool.send(new UpdateUserPoolCommand({ UserPoolId: pool.UserPoolId, UserPoolTier: 'LITE' })),
    ).rejects.toMatchObject({ name: 'TierChangeNotAllowedException' });
  });

  it('is lowered when the features are gone', async () => {
    await using pool = await startWithPool(passwordHistory);
    await pool.send(new UpdateUserPoolCommand({ UserPoolId: pool.UserPoolId, UserPoolTier: 'LITE' }));
  });
});

describe('settings of a user pool', () => {
  it.each<[string, Partial<CreateUserPoolCommandInput>]>([
    [
      'a custom sender without a key',
      { LambdaConfig: { CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: functionArn } } },
    ],
    ['passkeys alone', { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['WEB_AUTHN'] } } }],
    [
      'TOTP as first factor',
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SOFTWARE_TOKEN'] } } },
    ],
    ['a sender address of nobody', { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } }],
    [
      'two recovery mechanisms, one of them the administrator',
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: 'admin_only' },
            { Priority: 2, Name: 'verified_email' },
          ],
        },
      },
    ],
    [
      'two mechanisms of the same priority',
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: 'verified_phone_number' },
            { Priority: 1, Name: 'verified_email' },
          ],
        },
      },
    ],
    [
      'verification before update of what is not verified',
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
    ],
    [
      'a link template without a link',
      { VerificationMessageTemplate: { EmailMessageByLink: 'Please confirm' } },
    ],
    ['a key of one’s own without the key', { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' } }],
    [
      'the same acr value twice',
      { AcrConfiguration: { Level1: { AcrValue: 'one' }, Level2: { AcrValue: 'one' } } },
    ],
  ])('are refused with %s', async (_what, settings) => {
    await expect(startWithPool(settings)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('show issuer, key, acr and registration settings as they were set', async () => {
    const settings = {
      IssuerConfiguration: { Type: 'UPDATED' as const },
      KeyConfiguration: {
        KeyType: 'CUSTOMER_MANAGED_KEY' as const,
        KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/mrk-1',
      },
      AcrConfiguration: { Level1: { AcrValue: 'basic' } },
      DcrConfiguration: { OpenDcrEnabled: true, OpenDcrGrantTypes: ['code' as const] },
    };
    await using pool = await startWithPool(settings);
    expect(pool.UserPool).toMatchObject({
      ...settings,
      DcrConfiguration: { EnableStatus: 'Enabled', ...settings.DcrConfiguration },
    });
  });

  it('bring the resource server of client registration, which is Cognito’s', async () => {
    await using pool = await startWithPool({ DcrConfiguration: {} });
    const { UserPoolId } = pool;
    const list = async () =>
      (await pool.send(new ListResourceServersCommand({ UserPoolId }))).ResourceServers;
    expect(await list()).toMatchObject([{ Identifier: 'aws.cognito/dcr', ManagedBy: 'COGNITO' }]);
    await expect(
      pool.send(new DeleteResourceServerCommand({ UserPoolId, Identifier: 'aws.cognito/dcr' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await pool.send(new UpdateUserPoolCommand({ UserPoolId }));
    expect(await list()).toEqual([]);
  });
});

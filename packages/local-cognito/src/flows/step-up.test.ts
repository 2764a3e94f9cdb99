import {
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  GetTokensFromRefreshTokenCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { signInSteps } from '../testing/respond.ts';
import {
  claimsOf,
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

const email = 'alex@example.com';
const phone = '+15550100';
const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
const loa = (level: number) => `urn:cognito:loa:${level}`;

async function startWithStepUp(pool: NonNullable<TenantPoolOptions['pool']> = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({
    clock: testClock.clock,
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
      ...pool,
    },
    appClient: {
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  });
  const { userPoolId: UserPoolId } = tenant;
  await tenant.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration },
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  await tenant.addUser('alex', { attributes: { email, phone_number: phone } });
  const steps = signInSteps(tenant);
  const withPassword = (more: Record<string, string> = {}) =>
    steps.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password, ...more });
  /** An authenticator app; answers how to make codes. */
  const enrol = async () => {
    const { AccessToken } = (await tenant.signIn('alex')).AuthenticationResult ?? {};
    const { SecretCode = '' } = await tenant.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(SecretCode) }).generate({ timestamp: testClock.clock() });
    await tenant.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code() }));
    testClock.advance(30_000);
    return code;
  };
  return { ...tenant, ...testClock, ...steps, withPassword, enrol };
}

const strength = (token: string | undefined) => {
  const { acr, amr } = claimsOf(token);
  return { acr, amr };
};

describe('step-up authentication', () => {
  it('leaves tokens as they were where nobody uses it', async () => {
    await using tenant = await startWithStepUp();
    const { AccessToken, IdToken } = (await tenant.withPassword()).AuthenticationResult ?? {};
    for (const token of [AccessToken, IdToken]) expect(strength(token)).toEqual({});
  });

  it('says in both tokens how strong the sign-in was, and keeps to it on refresh', async () => {
    await using tenant = await startWithStepUp({ AcrConfiguration: { Level1: { AcrValue: 'basic' } } });
    const { AccessToken, IdToken, RefreshToken } = (await tenant.withPassword()).AuthenticationResult ?? {};
    const refreshed = await tenant.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: tenant.clientId, RefreshToken }),
    );
    for (const token of [AccessToken, IdToken, refreshed.AuthenticationResult?.AccessToken]) {
      expect(strength(token)).toEqual({ acr: 'basic', amr: ['pwd'] });
    }
    const { Session } = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const code = { EMAIL_OTP_CODE: await tenant.lastCode(email) };
    const done = await tenant.respond('EMAIL_OTP', Session, code);
    expect(strength(done.AuthenticationResult?.AccessToken)).toEqual({ acr: loa(2), amr: ['email_otp'] });
    await tenant.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        SMSMfaSettings: { Enabled: true },
      }),
    );
    const mfa = await tenant.withPassword();
    const answer = { SMS_MFA_CODE: await tenant.lastCode(phone) };
    const both = await tenant.respond('SMS_MFA', mfa.Session, answer);
    expect(strength(both.AuthenticationResult?.IdToken)).toEqual({ acr: loa(3), amr: ['pwd', 'sms', 'mfa'] });
  });

  it('asks for as much as the target needs, the highest that the user can reach', async () => {
    await using tenant = await startWithStepUp();
    const targets = { TARGET_ACR_VALUES: `${loa(4)} ${loa(3)}` };
    const sms = await tenant.withPassword(targets);
    expect(sms.ChallengeName).toBe('SMS_MFA');
    const done = await tenant.respond('SMS_MFA', sms.Session, { SMS_MFA_CODE: await tenant.lastCode(phone) });
    expect(strength(done.AuthenticationResult?.AccessToken)).toEqual({
      acr: loa(3),
      amr: ['pwd', 'sms', 'mfa'],
    });
    const code = await tenant.enrol();
    const totp = await tenant.withPassword(targets);
    expect(totp.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const answer = { SOFTWARE_TOKEN_MFA_CODE: code() };
    const strong = await tenant.respond('SOFTWARE_TOKEN_MFA', totp.Session, answer);
    expect(strength(strong.AuthenticationResult?.AccessToken)).toEqual({
      acr: loa(4),
      amr: ['pwd', 'otp', 'mfa'],
    });
    const choice = await tenant.begin('USER_AUTH', { TARGET_ACR_VALUES: loa(3) });
    expect(choice.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
  });

  it('counts what an access token shows, while it is young enough', async () => {
    await using tenant = await startWithStepUp();
    const code = await tenant.enrol();
    const ACCESS_TOKEN = (await tenant.withPassword()).AuthenticationResult?.AccessToken ?? '';
    const target = { TARGET_ACR_VALUES: loa(4), ACCESS_TOKEN, MAX_AGE: '300' };
    const challenge = await tenant.begin('USER_AUTH', target);
    expect(challenge.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const answer = { SOFTWARE_TOKEN_MFA_CODE: code() };
    const done = await tenant.respond('SOFTWARE_TOKEN_MFA', challenge.Session, answer);
    const strong = done.AuthenticationResult?.AccessToken ?? '';
    expect(strength(strong).acr).toBe(loa(4));
    const again = await tenant.begin('USER_AUTH', { ...target, ACCESS_TOKEN: strong });
    expect(strength(again.AuthenticationResult?.AccessToken).acr).toBe(loa(4));
    tenant.advance(300_000);
    const late = await tenant.begin('USER_AUTH', { ...target, ACCESS_TOKEN: strong });
    expect(late).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
  });

  it('takes nobody else’s token, no unknown level and none that is out of reach', async () => {
    await using tenant = await startWithStepUp();
    await tenant.addUser('sam');
    const foreign = (await tenant.signIn('sam')).AuthenticationResult?.AccessToken ?? '';
    const invalid = { name: 'InvalidParameterException' };
    await expect(
      tenant.begin('USER_AUTH', { TARGET_ACR_VALUES: loa(1), ACCESS_TOKEN: foreign }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid Access Token' });
    await expect(tenant.withPassword({ TARGET_ACR_VALUES: 'gold' })).rejects.toMatchObject(invalid);
    await expect(tenant.withPassword({ TARGET_ACR_VALUES: loa(4) })).rejects.toMatchObject(invalid);
    await expect(tenant.withPassword({ TARGET_ACR_VALUES: loa(1), MAX_AGE: 'soon' })).rejects.toMatchObject(
      invalid,
    );
  });

  it('is not in the LITE tier', async () => {
    await using tenant = await startTenantPool({
      pool: { UserPoolTier: 'LITE' },
      appClient: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    });
    await tenant.addUser('alex');
    const { begin } = signInSteps(tenant);
    const attempt = begin('USER_AUTH', {
      PREFERRED_CHALLENGE: 'PASSWORD',
      PASSWORD: password,
      TARGET_ACR_VALUES: loa(1),
    });
    await expect(attempt).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
  });
});

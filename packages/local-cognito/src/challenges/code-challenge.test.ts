import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  GetUserPoolMfaConfigCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { signInSteps } from '../testing/respond.ts';
import {
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

const SmsMfaConfiguration = {
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'acme' },
};
const EmailMfaConfiguration = { Message: 'Welcome back: {####}', Subject: 'Your code' };
const SoftwareTokenMfaConfiguration = { Enabled: true };
const both = { email: 'alex@example.com', phone_number: '+15550100' };

/** E-mail is sent by the pool itself, and accounts are recovered by an administrator. */
const pool: NonNullable<TenantPoolOptions['pool']> = {
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
  },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
};

async function startWithMfa(
  mfa: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>,
  attributes: Record<string, string> = both,
  options: TenantPoolOptions = {},
) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({ pool, clock: testClock.clock, ...options });
  const { userPoolId: UserPoolId } = tenant;
  const configure = (settings: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>) =>
    tenant.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...settings }));
  await configure(mfa);
  await tenant.addUser('alex', { attributes });
  const getUser = () => tenant.send(new AdminGetUserCommand({ UserPoolId, Username: 'alex' }));
  const prefer = (settings: object) =>
    tenant.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: 'alex', ...settings }));
  return { ...tenant, ...testClock, ...signInSteps(tenant), configure, getUser, prefer };
}

const on = { Enabled: true };
const preferred = { Enabled: true, PreferredMfa: true };
const mismatch = { name: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };

describe('MFA by message', () => {
  it('sends a code to the phone and signs in with it, once', async () => {
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'ON', SmsMfaConfiguration },
      { phone_number: '+15550100' },
    );
    const challenge = await tenant.signIn('alex');
    expect(challenge).toMatchObject({
      ChallengeName: 'SMS_MFA',
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        CODE_DELIVERY_DESTINATION: '+*******0100',
        USER_ID_FOR_SRP: 'alex',
      },
    });
    const SMS_MFA_CODE = await tenant.lastCode('+15550100');
    expect(SMS_MFA_CODE).toMatch(/^\d{6}$/);
    const done = await tenant.respond('SMS_MFA', challenge.Session, { SMS_MFA_CODE });
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    await expect(tenant.respond('SMS_MFA', challenge.Session, { SMS_MFA_CODE })).rejects.toThrow(
      'session can only be used once',
    );
    expect((await tenant.getUser()).UserAttributes).toContainEqual({
      Name: 'phone_number_verified',
      Value: 'true',
    });
  });

  it('takes a code only in the session it was sent for, in its time and after few wrong ones', async () => {
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'ON', SmsMfaConfiguration },
      { phone_number: '+15550100' },
    );
    const first = await tenant.signIn('alex');
    const early = await tenant.lastCode('+15550100');
    tenant.advance(1000);
    const second = await tenant.signIn('alex');
    const code = await tenant.lastCode('+15550100');
    const wrong = code === '000000' ? '000001' : '000000';
    if (early !== code) {
      await expect(tenant.respond('SMS_MFA', first.Session, { SMS_MFA_CODE: code })).rejects.toMatchObject(
        mismatch,
      );
    }
    for (let tries = early === code ? 0 : 1; tries < 5; tries += 1) {
      await expect(tenant.respond('SMS_MFA', second.Session, { SMS_MFA_CODE: wrong })).rejects.toMatchObject(
        mismatch,
      );
    }
    await expect(tenant.respond('SMS_MFA', second.Session, { SMS_MFA_CODE: code })).rejects.toThrow(
      'Password attempts exceeded',
    );
    tenant.advance(1000);
    const answer = await tenant.respond('SMS_MFA', second.Session, { SMS_MFA_CODE: code });
    expect(answer.AuthenticationResult).toBeDefined();
    tenant.advance(180_000);
    await expect(tenant.respond('SMS_MFA', first.Session, { SMS_MFA_CODE: early })).rejects.toThrow(
      'Invalid session for the user, session is expired.',
    );
  });

  it('signs in once when the right code comes twice at the same time', async () => {
    const phone_number = '+15550100';
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'ON', SmsMfaConfiguration },
      { phone_number },
    );
    const { Session } = await tenant.signIn('alex');
    const code = { SMS_MFA_CODE: await tenant.lastCode(phone_number) };
    const answers = await Promise.allSettled([1, 2, 3].map(() => tenant.respond('SMS_MFA', Session, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('sends e-mail in the pool’s words', async () => {
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'ON', EmailMfaConfiguration },
      { email: 'alex@example.com' },
    );
    const challenge = await tenant.signIn('alex');
    expect(challenge.ChallengeName).toBe('EMAIL_OTP');
    expect(challenge.ChallengeParameters).toEqual({
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: 'a***@e***',
    });
    const EMAIL_OTP_CODE = await tenant.lastCode('alex@example.com');
    const response = await fetch(`${tenant.server.endpoint}/_local/messages?to=alex@example.com`);
    expect(await response.json()).toMatchObject([
      { subject: 'Your code', body: `Welcome back: ${EMAIL_OTP_CODE}` },
    ]);
    const done = await tenant.respond('EMAIL_OTP', challenge.Session, { EMAIL_OTP_CODE });
    expect(done.AuthenticationResult).toBeDefined();
  });

  it('asks users of optional MFA for the factor they prefer, and lets them choose between several', async () => {
    await using tenant = await startWithMfa({
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration,
      EmailMfaConfiguration,
      SoftwareTokenMfaConfiguration,
    });
    const { AuthenticationResult } = await tenant.signIn('alex');
    const AccessToken = AuthenticationResult?.AccessToken;
    const set = (settings: object) =>
      tenant.send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }));
    await set({ SMSMfaSettings: on, EmailMfaSettings: preferred });
    expect(await tenant.send(new GetUserCommand({ AccessToken }))).toMatchObject({
      UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
      PreferredMfaSetting: 'EMAIL_OTP',
    });
    expect((await tenant.signIn('alex')).ChallengeName).toBe('EMAIL_OTP');
    await set({ EmailMfaSettings: on });
    const choice = await tenant.signIn('alex');
    expect(choice.ChallengeName).toBe('SELECT_MFA_TYPE');
    expect(JSON.parse(choice.ChallengeParameters?.MFAS_CAN_CHOOSE ?? '')).toEqual(['SMS_MFA', 'EMAIL_OTP']);
    await expect(
      tenant.respond('SELECT_MFA_TYPE', choice.Session, { ANSWER: 'SOFTWARE_TOKEN_MFA' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const challenge = await tenant.respond('SELECT_MFA_TYPE', choice.Session, { ANSWER: 'SMS_MFA' });
    const code = { SMS_MFA_CODE: await tenant.lastCode('+15550100') };
    expect((await tenant.respond('SMS_MFA', challenge.Session, code)).AuthenticationResult).toBeDefined();
    await set({ SMSMfaSettings: { Enabled: false }, EmailMfaSettings: { Enabled: false } });
    expect((await tenant.signIn('alex')).AuthenticationResult).toBeDefined();
  });

  it('refuses preferences that cannot be met', async () => {
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration, SoftwareTokenMfaConfiguration },
      { email: 'alex@example.com' },
    );
    const refused = { name: 'InvalidParameterException' };
    for (const settings of [
      { SMSMfaSettings: on },
      { EmailMfaSettings: on },
      { SoftwareTokenMfaSettings: on },
      { WebAuthnMfaSettings: on },
      { SMSMfaSettings: { PreferredMfa: true } },
    ]) {
      await expect(tenant.prefer(settings)).rejects.toMatchObject(refused);
    }
    expect((await tenant.getUser()).UserMFASettingList).toBeUndefined();
    await tenant.configure({ MfaConfiguration: 'ON', SmsMfaConfiguration });
    await expect(tenant.prefer({ SMSMfaSettings: { Enabled: false } })).rejects.toMatchObject(refused);
  });

  it('lets a user without a factor set one up with an address, which the code verifies', async () => {
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'ON', SmsMfaConfiguration, EmailMfaConfiguration, SoftwareTokenMfaConfiguration },
      {},
    );
    const setup = await tenant.signIn('alex');
    expect(setup.ChallengeName).toBe('MFA_SETUP');
    expect(JSON.parse(setup.ChallengeParameters?.MFAS_CAN_SETUP ?? '')).toEqual([
      'SMS_MFA',
      'EMAIL_OTP',
      'SOFTWARE_TOKEN_MFA',
    ]);
    await expect(tenant.respond('MFA_SETUP', setup.Session, { EMAIL: 'nonsense' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const challenge = await tenant.respond('MFA_SETUP', setup.Session, { EMAIL: 'new@example.com' });
    expect(challenge.ChallengeName).toBe('EMAIL_OTP');
    expect((await tenant.getUser()).UserAttributes?.map(({ Name }) => Name)).toEqual(['sub']);
    const code = { EMAIL_OTP_CODE: await tenant.lastCode('new@example.com') };
    expect((await tenant.respond('EMAIL_OTP', challenge.Session, code)).AuthenticationResult).toBeDefined();
    const user = await tenant.getUser();
    expect(user.UserMFASettingList).toEqual(['EMAIL_OTP']);
    expect(user.UserAttributes).toContainEqual({ Name: 'email', Value: 'new@example.com' });
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  it('sends codes where a forgotten password is not reset', async () => {
    const recovery = { RecoveryMechanisms: [{ Name: 'verified_email' as const, Priority: 1 }] };
    const options = { pool: { ...pool, AccountRecoverySetting: recovery } };
    const mfa = { MfaConfiguration: 'ON' as const, SmsMfaConfiguration, EmailMfaConfiguration };
    await using tenant = await startWithMfa(mfa, both, options);
    expect((await tenant.signIn('alex')).ChallengeName).toBe('SMS_MFA');
    await tenant.addUser('sam', { attributes: { email: 'sam@example.com' } });
    const setup = await tenant.signIn('sam');
    expect(setup.ChallengeName).toBe('MFA_SETUP');
    expect(setup.ChallengeParameters?.MFAS_CAN_SETUP).toBe('["SMS_MFA"]');
    await tenant.prefer({ EmailMfaSettings: preferred });
    expect((await tenant.signIn('alex')).ChallengeName).toBe('EMAIL_OTP');
  });

  it('offers an enrolled app beside the addresses', async () => {
    const mfa = {
      MfaConfiguration: 'OPTIONAL' as const,
      SoftwareTokenMfaConfiguration,
      EmailMfaConfiguration,
    };
    await using tenant = await startWithMfa(mfa, { email: 'alex@example.com' });
    const { AccessToken } = (await tenant.signIn('alex')).AuthenticationResult ?? {};
    const { SecretCode = '' } = await tenant.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(SecretCode) }).generate({ timestamp: tenant.clock() });
    await tenant.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code() }));
    await tenant.configure({ ...mfa, MfaConfiguration: 'ON' });
    const choice = await tenant.signIn('alex');
    expect(JSON.parse(choice.ChallengeParameters?.MFAS_CAN_CHOOSE ?? '')).toEqual([
      'EMAIL_OTP',
      'SOFTWARE_TOKEN_MFA',
    ]);
    const challenge = await tenant.respond('SELECT_MFA_TYPE', choice.Session, {
      ANSWER: 'SOFTWARE_TOKEN_MFA',
    });
    tenant.advance(30_000);
    const answer = { SOFTWARE_TOKEN_MFA_CODE: code() };
    const done = await tenant.respond('SOFTWARE_TOKEN_MFA', challenge.Session, answer);
    expect(done.AuthenticationResult).toBeDefined();
  });

  it('keeps an address that was changed while its code was on the way unverified', async () => {
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'ON', SmsMfaConfiguration },
      { phone_number: '+15550100' },
    );
    const { Session } = await tenant.signIn('alex');
    const UserAttributes = [{ Name: 'phone_number', Value: '+15550199' }];
    await tenant.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        UserAttributes,
      }),
    );
    const code = { SMS_MFA_CODE: await tenant.lastCode('+15550100') };
    expect((await tenant.respond('SMS_MFA', Session, code)).AuthenticationResult).toBeDefined();
    const { UserAttributes: after } = await tenant.getUser();
    expect(after).toContainEqual({ Name: 'phone_number', Value: '+15550199' });
    expect(after).not.toContainEqual({ Name: 'phone_number_verified', Value: 'true' });
  });

  it('is shown as configured, and refused where pool or plan do not go with it', async () => {
    await using tenant = await startWithMfa({ MfaConfiguration: 'OFF' });
    const WebAuthnConfiguration = { RelyingPartyId: 'acme.example', UserVerification: 'preferred' as const };
    const settings = { MfaConfiguration: 'OPTIONAL' as const, EmailMfaConfiguration, WebAuthnConfiguration };
    expect(await tenant.configure(settings)).toMatchObject(settings);
    const shown = await tenant.send(new GetUserPoolMfaConfigCommand({ UserPoolId: tenant.userPoolId }));
    expect(shown).toMatchObject({ ...settings, SoftwareTokenMfaConfiguration: { Enabled: false } });

    const refusals: [TenantPoolOptions['pool'], object, string][] = [
      [{}, { EmailMfaConfiguration }, 'InvalidParameterException'],
      [{ ...pool, UserPoolTier: 'LITE' }, { EmailMfaConfiguration }, 'FeatureUnavailableInTierException'],
      [{ UserPoolTier: 'LITE' }, { WebAuthnConfiguration }, 'FeatureUnavailableInTierException'],
      [{}, { MfaConfiguration: 'ON' }, 'InvalidParameterException'],
      [
        {
          ...pool,
          AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
        },
        { EmailMfaConfiguration, MfaConfiguration: 'ON' },
        'InvalidParameterException',
      ],
      [
        { ...pool, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
        { SoftwareTokenMfaConfiguration, MfaConfiguration: 'ON' },
        'InvalidParameterException',
      ],
    ];
    for (const [refusing, mfa, name] of refusals) {
      await using other = await startTenantPool({ pool: refusing ?? {} });
      await expect(
        other.send(new SetUserPoolMfaConfigCommand({ UserPoolId: other.userPoolId, ...mfa })),
      ).rejects.toMatchObject({ name });
    }
  });

  it('comes after the new password where the first one is temporary', async () => {
    await using tenant = await startWithMfa(
      { MfaConfiguration: 'ON', SmsMfaConfiguration },
      { phone_number: '+15550100' },
    );
    await tenant.addUser('kim', { temporary: true, attributes: { phone_number: '+15550111' } });
    const kim = signInSteps(tenant, 'kim');
    const { Session } = await kim.begin('USER_PASSWORD_AUTH', { PASSWORD: password });
    const challenge = await kim.respond('NEW_PASSWORD_REQUIRED', Session, {
      NEW_PASSWORD: 'Battery-staple-2',
    });
    expect(challenge.ChallengeName).toBe('SMS_MFA');
    const code = { SMS_MFA_CODE: await kim.lastCode('+15550111') };
    expect((await kim.respond('SMS_MFA', challenge.Session, code)).AuthenticationResult).toBeDefined();
  });
});

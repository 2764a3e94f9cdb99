import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserMFAPreferenceCommand,
  ConfirmSignUpCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { signInSteps } from '../testing/respond.ts';
import {
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

const email = 'alex@example.com';
const phone = '+15550100';
const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
const EmailConfiguration = {
  EmailSendingAccount: 'DEVELOPER' as const,
  SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
};

async function startWithChoice(options: TenantPoolOptions = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({
    clock: testClock.clock,
    ...options,
    pool: {
      AutoVerifiedAttributes: ['email'],
      SmsConfiguration,
      EmailConfiguration,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
      ...options.pool,
    },
    appClient: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'], ...options.appClient },
  });
  await tenant.addUser('alex', { attributes: { email, phone_number: phone } });
  const getUser = (Username = 'alex') =>
    tenant.send(new AdminGetUserCommand({ UserPoolId: tenant.userPoolId, Username }));
  return { ...tenant, ...testClock, ...signInSteps(tenant), getUser };
}

const hiding = {
  ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const],
  PreventUserExistenceErrors: 'ENABLED' as const,
};
const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('choice-based sign-in', () => {
  it('offers what the pool allows and the user has', async () => {
    await using tenant = await startWithChoice();
    const choice = await tenant.begin('USER_AUTH');
    expect(choice).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP'],
    });
    await tenant.addUser('sam', { attributes: { email: 'sam@example.com' }, temporary: true });
    const first = await signInSteps(tenant, 'sam').begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    expect(first.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
    const unavailable = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'WEB_AUTHN' });
    expect(unavailable.ChallengeName).toBe('SELECT_CHALLENGE');
    await expect(
      tenant.respond('SELECT_CHALLENGE', choice.Session, { ANSWER: 'WEB_AUTHN' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('takes the password at once, with the choice, or with its own challenge', async () => {
    await using tenant = await startWithChoice();
    const PASSWORD = password;
    const direct = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD });
    expect(direct.AuthenticationResult).toBeDefined();
    const { Session } = await tenant.begin('USER_AUTH');
    const chosen = await tenant.respond('SELECT_CHALLENGE', Session, { ANSWER: 'PASSWORD', PASSWORD });
    expect(chosen.AuthenticationResult).toBeDefined();
    const asked = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD' });
    expect(asked.ChallengeName).toBe('PASSWORD');
    expect(
      (await tenant.respond('PASSWORD', asked.Session, { PASSWORD })).AuthenticationResult,
    ).toBeDefined();
    const wrong = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD' });
    await expect(
      tenant.respond('PASSWORD', wrong.Session, { PASSWORD: 'Wrong-horse-1' }),
    ).rejects.toMatchObject(incorrect);
    await expect(tenant.respond('PASSWORD', wrong.Session, { PASSWORD })).rejects.toThrow(
      'only be used once',
    );
  });

  it('begins SRP from the choice or the preference', async () => {
    await using tenant = await startWithChoice();
    const SRP_A = 'abcdef0123456789';
    const { Session } = await tenant.begin('USER_AUTH');
    const chosen = await tenant.respond('SELECT_CHALLENGE', Session, { ANSWER: 'PASSWORD_SRP', SRP_A });
    const preferred = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A });
    const asked = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP' });
    expect(asked.ChallengeName).toBe('PASSWORD_SRP');
    const own = await tenant.respond('PASSWORD_SRP', asked.Session, { SRP_A });
    for (const challenge of [chosen, preferred, own]) {
      expect(challenge.ChallengeName).toBe('PASSWORD_VERIFIER');
      expect(challenge.ChallengeParameters).toMatchObject({
        USER_ID_FOR_SRP: 'alex',
        SRP_B: expect.any(String),
      });
    }
  });

  it('signs in with a code of eight digits, and verifies the address with it', async () => {
    await using tenant = await startWithChoice();
    const mail = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    expect(mail).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'a***@e***' },
    });
    const EMAIL_OTP_CODE = await tenant.lastCode(email);
    expect(EMAIL_OTP_CODE).toMatch(/^\d{8}$/);
    const wrong = EMAIL_OTP_CODE === '00000000' ? '00000001' : '00000000';
    await expect(tenant.respond('EMAIL_OTP', mail.Session, { EMAIL_OTP_CODE: wrong })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    const done = await tenant.respond('EMAIL_OTP', mail.Session, { EMAIL_OTP_CODE });
    expect(done.AuthenticationResult).toBeDefined();
    expect((await tenant.getUser()).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    const sms = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'SMS_OTP' });
    expect(sms.ChallengeName).toBe('SMS_OTP');
    const answer = { SMS_OTP_CODE: await tenant.lastCode(phone) };
    expect((await tenant.respond('SMS_OTP', sms.Session, answer)).AuthenticationResult).toBeDefined();
  });

  it('follows a sign-up without another proof, and confirms people by code who have not been yet', async () => {
    await using tenant = await startWithChoice();
    const { clientId: ClientId } = tenant;
    const UserAttributes = [{ Name: 'email', Value: 'kim@example.com' }];
    const signUp = await tenant.send(new SignUpCommand({ ClientId, Username: 'kim', UserAttributes }));
    const ConfirmationCode = await tenant.lastCode('kim@example.com');
    const confirmed = await tenant.send(
      new ConfirmSignUpCommand({ ClientId, Username: 'kim', ConfirmationCode, Session: signUp.Session }),
    );
    await expect(tenant.begin('USER_AUTH', {}, confirmed.Session)).rejects.toThrow(
      'Invalid session for the user.',
    );
    const kim = signInSteps(tenant, 'kim');
    await expect(kim.begin('USER_AUTH', {}, signUp.Session)).rejects.toThrow('Invalid session for the user.');
    expect((await kim.begin('USER_AUTH', {}, confirmed.Session)).AuthenticationResult).toBeDefined();
    await expect(kim.begin('USER_AUTH', {}, confirmed.Session)).rejects.toThrow(
      'session can only be used once',
    );

    const lee = signInSteps(tenant, 'lee');
    await tenant.send(
      new SignUpCommand({
        ClientId,
        Username: 'lee',
        UserAttributes: [{ Name: 'email', Value: 'lee@example.com' }],
      }),
    );
    const { Session } = await lee.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const code = { EMAIL_OTP_CODE: await lee.lastCode('lee@example.com') };
    expect((await lee.respond('EMAIL_OTP', Session, code)).AuthenticationResult).toBeDefined();
    expect((await tenant.getUser('lee')).UserStatus).toBe('CONFIRMED');
  });

  it('pretends to send a code to somebody who is not there', async () => {
    await using tenant = await startWithChoice({ appClient: hiding });
    const nobody = signInSteps(tenant, 'nobody@example.com');
    for (const parameters of [{}, { PREFERRED_CHALLENGE: 'EMAIL_OTP' }, { PREFERRED_CHALLENGE: 'SMS_OTP' }]) {
      const { Session, ...challenge } = await nobody.begin('USER_AUTH', parameters);
      expect(challenge).toMatchObject({
        ChallengeName: 'EMAIL_OTP',
        ChallengeParameters: {
          CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
          CODE_DELIVERY_DESTINATION: 'n***@e***',
        },
      });
      await expect(
        nobody.respond('EMAIL_OTP', Session, { EMAIL_OTP_CODE: '12345678' }),
      ).rejects.toMatchObject({
        name: 'CodeMismatchException',
        message: 'Invalid code or auth state for the user.',
      });
    }
    const wrong = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password };
    await expect(nobody.begin('USER_AUTH', wrong)).rejects.toMatchObject(incorrect);
    const srp = await nobody.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: 'abc' });
    expect(srp.ChallengeName).toBe('PASSWORD_VERIFIER');
    expect(await nobody.lastCode('nobody@example.com')).toBe('');
    await expect(
      tenant.send(
        new AdminInitiateAuthCommand({
          UserPoolId: tenant.userPoolId,
          ClientId: tenant.clientId,
          AuthFlow: 'USER_AUTH',
          AuthParameters: { USERNAME: 'nobody@example.com' },
        }),
      ),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('does not let a single code stand in for the MFA that a user has chosen', async () => {
    await using tenant = await startWithChoice();
    await tenant.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: tenant.userPoolId,
        MfaConfiguration: 'OPTIONAL',
        SmsMfaConfiguration: { SmsConfiguration },
      }),
    );
    await tenant.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        SMSMfaSettings: { Enabled: true },
      }),
    );
    const choice = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    expect(choice.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
    const proven = await tenant.respond('SELECT_CHALLENGE', choice.Session, {
      ANSWER: 'PASSWORD',
      PASSWORD: password,
    });
    expect(proven.ChallengeName).toBe('SMS_MFA');
  });

  it('needs the client’s leave', async () => {
    await using tenant = await startWithChoice({ appClient: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } });
    await expect(tenant.begin('USER_AUTH')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_AUTH flow not enabled for this client',
    });
  });
});

import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import cognitoJs from 'amazon-cognito-identity-js';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { createTestClock, password, startTenantPool } from '../testing/tenant-pool.ts';

async function startWithTotp(mfa: 'ON' | 'OPTIONAL') {
  const testClock = createTestClock();
  const tenant = await startTenantPool({ clock: testClock.clock, mfa });
  await tenant.addUser('alex');
  const code = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: testClock.clock() });
  const respond = (
    ChallengeName: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
    Session?: string,
    more: Record<string, string> = {},
  ) =>
    tenant.send(
      new RespondToAuthChallengeCommand({
        ClientId: tenant.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: 'alex', ...more },
      }),
    );
  /** Enrols in the middle of a sign-in that requires MFA; answers the secret. */
  const setUp = async () => {
    const { Session } = await tenant.signIn('alex');
    const associated = await tenant.send(new AssociateSoftwareTokenCommand({ Session }));
    const secret = associated.SecretCode ?? '';
    const verified = await tenant.send(
      new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode: code(secret) }),
    );
    const { AuthenticationResult } = await respond('MFA_SETUP', verified.Session);
    return { secret, AuthenticationResult };
  };
  return { ...tenant, ...testClock, code, respond, setUp };
}

describe('software token MFA', () => {
  it('is set up during the first sign-in where the pool requires it', async () => {
    await using tenant = await startWithTotp('ON');
    const challenge = await tenant.signIn('alex');
    expect(challenge.ChallengeName).toBe('MFA_SETUP');
    expect(JSON.parse(challenge.ChallengeParameters?.MFAS_CAN_SETUP ?? '')).toEqual(['SOFTWARE_TOKEN_MFA']);
    await expect(tenant.respond('MFA_SETUP', challenge.Session)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const { AuthenticationResult } = await tenant.setUp();
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    const user = await tenant.send(
      new AdminGetUserCommand({ UserPoolId: tenant.userPoolId, Username: 'alex' }),
    );
    expect(user.UserMFASettingList).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect((await tenant.signIn('alex')).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('takes a code of the current, the last and the next half minute, and each code once', async () => {
    await using tenant = await startWithTotp('ON');
    const { secret } = await tenant.setUp();
    const { Session } = await tenant.signIn('alex');
    const answer = (SOFTWARE_TOKEN_MFA_CODE: string, session = Session) =>
      tenant.respond('SOFTWARE_TOKEN_MFA', session, { SOFTWARE_TOKEN_MFA_CODE });
    await expect(answer(tenant.code(secret))).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    tenant.advance(60_000);
    const fresh = tenant.code(secret);
    tenant.advance(30_000);
    expect((await answer(fresh)).AuthenticationResult).toBeDefined();
    const again = await tenant.signIn('alex');
    await expect(answer(fresh, again.Session)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    tenant.advance(30_000);
    await expect(answer(fresh, again.Session)).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid code or auth state for the user.',
    });
    expect((await answer(tenant.code(secret), again.Session)).AuthenticationResult).toBeDefined();
  });

  it('locks after five wrong codes, whatever sessions they come in', async () => {
    await using tenant = await startWithTotp('ON');
    const { secret } = await tenant.setUp();
    tenant.advance(30_000);
    const right = tenant.code(secret);
    const wrong = right === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt++) {
      const { Session } = await tenant.signIn('alex');
      await expect(
        tenant.respond('SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE: wrong }),
      ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(tenant.signIn('alex')).rejects.toThrow('Password attempts exceeded');
    tenant.advance(1000);
    const { Session } = await tenant.signIn('alex');
    const done = await tenant.respond('SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE: right });
    expect(done.AuthenticationResult).toBeDefined();
  });

  it('is the user’s own choice where the pool makes it optional', async () => {
    await using tenant = await startWithTotp('OPTIONAL');
    const AccessToken = (await tenant.signIn('alex')).AuthenticationResult?.AccessToken ?? '';
    const prefer = (Enabled: boolean) =>
      tenant.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled },
        }),
      );
    await expect(prefer(true)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User has not verified software token mfa',
    });
    const { SecretCode: secret = '' } = await tenant.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    await expect(
      tenant.send(
        new VerifySoftwareTokenCommand({
          AccessToken,
          UserCode: tenant.code(secret) === '000000' ? '000001' : '000000',
        }),
      ),
    ).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    const { Status } = await tenant.send(
      new VerifySoftwareTokenCommand({
        AccessToken,
        UserCode: tenant.code(secret),
        FriendlyDeviceName: 'phone',
      }),
    );
    expect(Status).toBe('SUCCESS');
    expect((await tenant.signIn('alex')).AuthenticationResult).toBeDefined();
    await prefer(true);
    const challenge = await tenant.signIn('alex');
    expect(challenge).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'phone', USER_ID_FOR_SRP: 'alex' },
    });
    await prefer(false);
    expect((await tenant.signIn('alex')).AuthenticationResult).toBeDefined();
  });

  it('asks for exactly one of access token and session', async () => {
    await using tenant = await startWithTotp('ON');
    await expect(tenant.send(new AssociateSoftwareTokenCommand({}))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(
      tenant.send(new AssociateSoftwareTokenCommand({ AccessToken: 'a.b.c', Session: 'x'.repeat(40) })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is set up again after an administrator deleted it', async () => {
    await using tenant = await startWithTotp('ON');
    await tenant.setUp();
    const admin = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    await tenant.send(new AdminDeleteSoftwareTokenCommand(admin));
    const user = await tenant.send(new AdminGetUserCommand(admin));
    expect(user.UserMFASettingList).toBeUndefined();
    expect((await tenant.signIn('alex')).ChallengeName).toBe('MFA_SETUP');
    expect((await tenant.setUp()).AuthenticationResult).toBeDefined();
    await expect(
      tenant.send(new AdminDeleteSoftwareTokenCommand({ ...admin, Username: 'nobody' })),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('is completed by amazon-cognito-identity-js', async () => {
    await using tenant = await startWithTotp('ON');
    const { secret } = await tenant.setUp();
    tenant.advance(30_000);
    const pool = new cognitoJs.CognitoUserPool({
      UserPoolId: tenant.userPoolId,
      ClientId: tenant.clientId,
      endpoint: tenant.server.endpoint,
    });
    const user = new cognitoJs.CognitoUser({ Username: 'alex', Pool: pool });
    const session = await new Promise<cognitoJs.CognitoUserSession>((resolve, reject) => {
      const callbacks = { onSuccess: resolve, onFailure: reject };
      user.authenticateUser(new cognitoJs.AuthenticationDetails({ Username: 'alex', Password: password }), {
        ...callbacks,
        totpRequired: () => user.sendMFACode(tenant.code(secret), callbacks, 'SOFTWARE_TOKEN_MFA'),
      });
    });
    expect(session.getAccessToken().getJwtToken().split('.')).toHaveLength(3);
  });
});

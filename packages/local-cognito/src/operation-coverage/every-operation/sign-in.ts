import { TOTP } from 'otpauth';
import { expect } from 'vitest';
import { createSoftwareAuthenticator } from '../../testing/software-authenticator.ts';
import { password, type Story } from './story.ts';

const periodMs = 30_000;

/** Signing in at both doors, refreshing, and what ends a sign-in. */
export async function tokensAndSessions({ api, UserPoolId, ClientId, addUser, signIn }: Story) {
  const user = await addUser('tom');
  await api.adminSetUserPassword({ ...user, Password: password, Permanent: false });
  const begun = await api.adminInitiateAuth({
    UserPoolId,
    ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'tom', PASSWORD: password },
  });
  expect(begun.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  const NEW_PASSWORD = 'Renewed-horse-2';
  const { AuthenticationResult } = await api.adminRespondToAuthChallenge({
    UserPoolId,
    ClientId,
    ChallengeName: begun.ChallengeName,
    Session: begun.Session,
    ChallengeResponses: { USERNAME: 'tom', NEW_PASSWORD },
  });
  const first = AuthenticationResult ?? {};
  const refreshed = await api.getTokensFromRefreshToken({
    ClientId,
    RefreshToken: first.RefreshToken,
    DeviceKey: first.NewDeviceMetadata?.DeviceKey,
  });
  expect(refreshed.AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });

  const second = await signIn('tom', NEW_PASSWORD);
  const { Sessions = [] } = await api.listUserSessions({ AccessToken: second.AccessToken });
  expect(Sessions).toHaveLength(2);
  const other = Sessions.find(({ IsCurrentSession }) => !IsCurrentSession);
  await api.revokeUserSession({ AccessToken: second.AccessToken, SessionId: other?.SessionId });
  await expect(api.getUser({ AccessToken: first.AccessToken })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  const { Sessions: left = [] } = await api.adminListUserSessions(user);
  expect(left).toHaveLength(1);
  await api.adminRevokeUserSession({ ...user, SessionId: left[0]?.SessionId });
  expect((await api.adminListUserSessions(user)).Sessions).toEqual([]);

  const { RefreshToken, DeviceKey } = await signIn('tom', NEW_PASSWORD);
  const refresh = () => api.getTokensFromRefreshToken({ ClientId, RefreshToken, DeviceKey });
  expect((await refresh()).AuthenticationResult).toHaveProperty('AccessToken');
  await api.revokeToken({ ClientId, Token: RefreshToken });
  await expect(refresh()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
}

/** A second factor from an authenticator app, and by SMS. */
export async function secondFactors({ api, ClientId, addUser, signIn }: Story) {
  const user = await addUser('mia');
  const { AccessToken } = await signIn('mia');
  const { SecretCode: secret = '' } = await api.associateSoftwareToken({ AccessToken });
  const now = Date.now();
  const code = (timestamp: number) => new TOTP({ secret }).generate({ timestamp });
  const verified = await api.verifySoftwareToken({ AccessToken, UserCode: code(now) });
  expect(verified.Status).toBe('SUCCESS');
  await api.setUserMFAPreference({
    AccessToken,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  expect((await api.adminGetUser(user)).PreferredMfaSetting).toBe('SOFTWARE_TOKEN_MFA');
  const { ChallengeName, Session } = await api.initiateAuth({
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'mia', PASSWORD: password },
  });
  const { AuthenticationResult } = await api.respondToAuthChallenge({
    ClientId,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: 'mia', SOFTWARE_TOKEN_MFA_CODE: code(now + periodMs) },
  });
  expect(AuthenticationResult).toHaveProperty('AccessToken');
  await api.adminDeleteSoftwareToken(user);
  expect((await api.adminGetUser(user)).UserMFASettingList).toBeUndefined();

  const MFAOptions = [{ DeliveryMedium: 'SMS' as const, AttributeName: 'phone_number' }];
  const factors = async () => (await api.adminGetUser(user)).UserMFASettingList;
  await api.setUserSettings({ AccessToken, MFAOptions });
  expect(await factors()).toEqual(['SMS_MFA']);
  await api.adminSetUserSettings({ ...user, MFAOptions: [] });
  expect(await factors()).toBeUndefined();
  await api.adminSetUserMFAPreference({ ...user, SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
  expect(await factors()).toEqual(['SMS_MFA']);
  await api.adminSetUserMFAPreference({ ...user, SMSMfaSettings: { Enabled: false } });
}

/** A passkey from its registration to its end. */
export async function passkeys({ api, ClientId, addUser, signIn }: Story) {
  const user = await addUser('pia');
  const { AccessToken } = await signIn('pia');
  const authenticator = createSoftwareAuthenticator({ origin: 'https://app.acme.example' });
  const { CredentialCreationOptions } = await api.startWebAuthnRegistration({ AccessToken });
  const Credential = authenticator.create(CredentialCreationOptions as never) as never;
  await api.completeWebAuthnRegistration({ AccessToken, Credential });
  const begun = await api.initiateAuth({
    ClientId,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: 'pia', PREFERRED_CHALLENGE: 'WEB_AUTHN' },
  });
  const request = JSON.parse(begun.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}');
  const { AuthenticationResult } = await api.respondToAuthChallenge({
    ClientId,
    ChallengeName: 'WEB_AUTHN',
    Session: begun.Session,
    ChallengeResponses: { USERNAME: 'pia', CREDENTIAL: JSON.stringify(authenticator.get(request)) },
  });
  expect(AuthenticationResult).toHaveProperty('AccessToken');
  for (const factors of [
    await api.getUserAuthFactors({ AccessToken }),
    await api.adminGetUserAuthFactors(user),
  ])
    expect(factors).toMatchObject({
      Username: 'pia',
      ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    });
  const CredentialId = authenticator.credentialId;
  expect((await api.listWebAuthnCredentials({ AccessToken })).Credentials).toMatchObject([{ CredentialId }]);
  await api.deleteWebAuthnCredential({ AccessToken, CredentialId });
  expect((await api.listWebAuthnCredentials({ AccessToken })).Credentials).toEqual([]);
}

/** Devices that are confirmed, remembered and forgotten, by users and administrators. */
export async function devices({ api, addUser, signIn }: Story) {
  const user = await addUser('dee');
  const device = async () => {
    const { AccessToken, DeviceKey } = await signIn('dee');
    const { UserConfirmationNecessary } = await api.confirmDevice({
      AccessToken,
      DeviceKey,
      DeviceName: 'a laptop',
      DeviceSecretVerifierConfig: {
        PasswordVerifier: Buffer.from('a verifier').toString('base64'),
        Salt: Buffer.from('salt').toString('base64'),
      },
    });
    expect(UserConfirmationNecessary).toBe(true);
    return { AccessToken, DeviceKey };
  };
  const [first, second] = [await device(), await device()];
  const named = { Name: 'device_name', Value: 'a laptop' };
  const remembered = { Name: 'dev:device_remembered_status', Value: 'remembered' };
  await api.updateDeviceStatus({ ...first, DeviceRememberedStatus: 'remembered' });
  expect((await api.getDevice(first)).Device?.DeviceAttributes).toContainEqual(named);
  const admin = { ...user, DeviceKey: second.DeviceKey };
  await api.adminUpdateDeviceStatus({ ...admin, DeviceRememberedStatus: 'remembered' });
  expect((await api.adminGetDevice(admin)).Device?.DeviceAttributes).toContainEqual(remembered);
  expect((await api.listDevices({ AccessToken: first.AccessToken })).Devices).toHaveLength(2);
  await api.forgetDevice(first);
  expect((await api.adminListDevices(user)).Devices).toMatchObject([{ DeviceKey: second.DeviceKey }]);
  await api.adminForgetDevice(admin);
  expect((await api.adminListDevices(user)).Devices).toEqual([]);
}

/** What is said about sign-ins afterwards. */
export async function authEvents({ api, addUser, signIn }: Story) {
  const user = await addUser('eve');
  await signIn('eve');
  const [event] = (await api.adminListUserAuthEvents(user)).AuthEvents ?? [];
  expect(event).toMatchObject({ EventType: 'SignIn' });
  const feedback = { ...user, EventId: event?.EventId, FeedbackValue: 'Valid' as const };
  await api.adminUpdateAuthEventFeedback(feedback);
  await expect(api.updateAuthEventFeedback({ ...feedback, FeedbackToken: 'a.b.c' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
}

import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminUpdateDeviceStatusCommand,
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  ListDevicesCommand,
  SetUserPoolMfaConfigCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import cognitoJs, { type ICognitoStorage } from 'amazon-cognito-identity-js';
import { describe, expect, it } from 'vitest';
import { signInSteps } from '../testing/respond.ts';
import { claimsOf, password, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';
import type { TriggerEvent } from '../triggers/invoke.ts';

const postArn = 'arn:aws:lambda:us-east-1:000000000000:function:post';
const tokenArn = 'arn:aws:lambda:us-east-1:000000000000:function:token';
const phone = '+15550100';

/** A browser's storage: what a device remembers. */
function createStorage(): ICognitoStorage & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    setItem: (key, value) => items.set(key, value),
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => items.delete(key),
    clear: () => items.clear(),
  };
}

async function startWithDevices(
  DeviceConfiguration: { ChallengeRequiredOnNewDevice?: boolean; DeviceOnlyRememberedOnUserPrompt?: boolean },
  { mfa = false, ...options }: Omit<TenantPoolOptions, 'mfa'> & { mfa?: boolean } = {},
) {
  const events: TriggerEvent[] = [];
  const record = (event: TriggerEvent) => {
    events.push(structuredClone(event));
    return event;
  };
  const tenant = await startTenantPool({
    pool: {
      DeviceConfiguration,
      LambdaConfig: { PostAuthentication: postArn, PreTokenGeneration: tokenArn },
    },
    functions: { [postArn]: record, [tokenArn]: record },
    ...options,
  });
  if (mfa) {
    const SnsCallerArn = 'arn:aws:iam::000000000000:role/sms';
    await tenant.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: tenant.userPoolId,
        MfaConfiguration: 'ON',
        SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn } },
      }),
    );
  }
  await tenant.addUser('alex', { attributes: { phone_number: phone } });
  const steps = signInSteps(tenant);
  /** Amplify's classic client on one device; answers what the user was asked for, too. */
  const device = (Storage: ICognitoStorage) => {
    const Pool = new cognitoJs.CognitoUserPool({
      UserPoolId: tenant.userPoolId,
      ClientId: tenant.clientId,
      endpoint: tenant.server.endpoint,
      Storage,
    });
    const user = new cognitoJs.CognitoUser({ Username: 'alex', Pool, Storage });
    const signIn = () => {
      const asked: string[] = [];
      return new Promise<{ session: cognitoJs.CognitoUserSession; needsConsent: boolean; asked: string[] }>(
        (resolve, reject) => {
          const callbacks: cognitoJs.IAuthenticationCallback = {
            onSuccess: (session, needsConsent) =>
              resolve({ session, needsConsent: needsConsent === true, asked }),
            onFailure: reject,
            mfaRequired: async () => {
              asked.push('SMS_MFA');
              user.sendMFACode(await steps.lastCode(phone), callbacks);
            },
          };
          user.authenticateUser(
            new cognitoJs.AuthenticationDetails({ Username: 'alex', Password: password }),
            callbacks,
          );
        },
      );
    };
    const refresh = (session: cognitoJs.CognitoUserSession) =>
      new Promise<cognitoJs.CognitoUserSession>((resolve, reject) => {
        user.refreshSession(session.getRefreshToken(), (error, result) =>
          error ? reject(error) : resolve(result),
        );
      });
    return { signIn, refresh };
  };
  const keys = async () => {
    const { Devices = [] } = await tenant.send(
      new AdminListDevicesCommand({ UserPoolId: tenant.userPoolId, Username: 'alex' }),
    );
    return Devices.map(({ DeviceKey = '' }) => DeviceKey);
  };
  return { ...tenant, ...steps, events, device, keys };
}

const deviceKeyOf = (session: cognitoJs.CognitoUserSession) =>
  String(claimsOf(session.getAccessToken().getJwtToken()).device_key);

describe('devices', () => {
  it('are confirmed by amazon-cognito-identity-js, and prove themselves instead of MFA from then on', async () => {
    await using tenant = await startWithDevices({ ChallengeRequiredOnNewDevice: true }, { mfa: true });
    const laptop = tenant.device(createStorage());
    const first = await laptop.signIn();
    expect(first).toMatchObject({ asked: ['SMS_MFA'], needsConsent: false });
    const key = deviceKeyOf(first.session);
    expect(key).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    expect(await tenant.keys()).toEqual([key]);
    const second = await laptop.signIn();
    expect(second.asked).toEqual([]);
    expect(deviceKeyOf(second.session)).toBe(key);
    expect(await tenant.keys()).toEqual([key]);
    expect(tenant.events.map(({ triggerSource, request }) => [triggerSource, request.newDeviceUsed])).toEqual(
      [
        ['PostAuthentication_Authentication', true],
        ['TokenGeneration_Authentication', undefined],
        ['PostAuthentication_Authentication', false],
        ['TokenGeneration_AuthenticateDevice', undefined],
      ],
    );
    const phone = tenant.device(createStorage());
    expect((await phone.signIn()).asked).toEqual(['SMS_MFA']);
    expect(await tenant.keys()).toHaveLength(2);
  });

  it('are asked beside MFA where the pool does not let them stand in for it', async () => {
    await using always = await startWithDevices({}, { mfa: true });
    const laptop = always.device(createStorage());
    await laptop.signIn();
    const again = await laptop.signIn();
    expect(again.asked).toEqual(['SMS_MFA']);
    expect(await always.keys()).toEqual([deviceKeyOf(again.session)]);
  });

  it('do not stand in for MFA before the user agrees', async () => {
    const onPrompt = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true };
    await using tenant = await startWithDevices(onPrompt, { mfa: true });
    const tablet = tenant.device(createStorage());
    const { session, needsConsent } = await tablet.signIn();
    expect(needsConsent).toBe(true);
    expect((await tablet.signIn()).asked).toEqual(['SMS_MFA']);
    await tenant.send(
      new UpdateDeviceStatusCommand({
        AccessToken: session.getAccessToken().getJwtToken(),
        DeviceKey: deviceKeyOf(session),
        DeviceRememberedStatus: 'remembered',
      }),
    );
    expect((await tablet.signIn()).asked).toEqual([]);
  });

  it('are part of every refresh', async () => {
    await using tenant = await startWithDevices({});
    const laptop = tenant.device(createStorage());
    const { session } = await laptop.signIn();
    const key = deviceKeyOf(session);
    expect(deviceKeyOf(await laptop.refresh(session))).toBe(key);
    const RefreshToken = session.getRefreshToken().getToken();
    const exchange = (DeviceKey?: string) =>
      tenant.send(
        new GetTokensFromRefreshTokenCommand({ ClientId: tenant.clientId, RefreshToken, DeviceKey }),
      );
    expect((await exchange(key)).AuthenticationResult).toBeDefined();
    const refused = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token' };
    await expect(exchange()).rejects.toMatchObject(refused);
    await expect(exchange(`${key}0`)).rejects.toMatchObject(refused);
    await expect(tenant.begin('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken })).rejects.toMatchObject(
      refused,
    );
  });

  it('cannot be passed off as another', async () => {
    await using tenant = await startWithDevices({ ChallengeRequiredOnNewDevice: true }, { mfa: true });
    const storage = createStorage();
    await tenant.device(storage).signIn();
    for (const [name, value] of storage.items) {
      if (name.endsWith('randomPasswordKey'))
        storage.items.set(name, Buffer.alloc(40, value).toString('base64'));
    }
    await expect(tenant.device(storage).signIn()).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    const [DEVICE_KEY = ''] = await tenant.keys();
    await tenant.addUser('sam');
    const sam = signInSteps(tenant, 'sam');
    await expect(sam.begin('USER_PASSWORD_AUTH', { PASSWORD: password, DEVICE_KEY })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
    const challenge = await tenant.begin('USER_PASSWORD_AUTH', { PASSWORD: password, DEVICE_KEY });
    expect(challenge.ChallengeName).toBe('DEVICE_SRP_AUTH');
    expect(challenge.AuthenticationResult).toBeUndefined();
    await expect(
      tenant.respond('DEVICE_SRP_AUTH', challenge.Session, { DEVICE_KEY: `${DEVICE_KEY}0`, SRP_A: 'abc' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('that are forgotten sign in as new ones', async () => {
    await using tenant = await startWithDevices({ ChallengeRequiredOnNewDevice: true }, { mfa: true });
    const laptop = tenant.device(createStorage());
    const { session } = await laptop.signIn();
    const AccessToken = session.getAccessToken().getJwtToken();
    await tenant.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: deviceKeyOf(session) }));
    expect(await tenant.keys()).toEqual([]);
    const again = await laptop.signIn();
    expect(again.asked).toEqual(['SMS_MFA']);
    expect(await tenant.keys()).toEqual([deviceKeyOf(again.session)]);
  });

  it('are shown, remembered and forgotten by their user and by administrators', async () => {
    await using tenant = await startWithDevices({});
    const first = (await tenant.device(createStorage()).signIn()).session;
    await tenant.device(createStorage()).signIn();
    const [AccessToken, DeviceKey] = [first.getAccessToken().getJwtToken(), deviceKeyOf(first)];
    const { userPoolId: UserPoolId } = tenant;
    const admin = { UserPoolId, Username: 'alex', DeviceKey };

    const { Device } = await tenant.send(new GetDeviceCommand({ AccessToken, DeviceKey }));
    expect(Device).toMatchObject({ DeviceKey, DeviceCreateDate: expect.any(Date) });
    expect(Device?.DeviceAttributes?.map(({ Name }) => Name)).toEqual(['device_status', 'device_name']);
    const statusOf = async () => {
      const { Device: shown } = await tenant.send(new AdminGetDeviceCommand(admin));
      return shown?.DeviceAttributes?.find(({ Name }) => Name === 'dev:device_remembered_status')?.Value;
    };
    expect(await statusOf()).toBe('remembered');
    await tenant.send(
      new AdminUpdateDeviceStatusCommand({ ...admin, DeviceRememberedStatus: 'not_remembered' }),
    );
    expect(await statusOf()).toBe('not_remembered');

    const page = await tenant.send(new ListDevicesCommand({ AccessToken, Limit: 1 }));
    const rest = await tenant.send(
      new ListDevicesCommand({ AccessToken, Limit: 1, PaginationToken: page.PaginationToken }),
    );
    expect([page, rest].flatMap(({ Devices }) => Devices?.map((device) => device.DeviceKey)).sort()).toEqual(
      (await tenant.keys()).sort(),
    );
    expect(rest.PaginationToken).toBeUndefined();

    await tenant.send(new AdminForgetDeviceCommand(admin));
    await expect(tenant.send(new GetDeviceCommand({ AccessToken, DeviceKey }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
    await expect(tenant.send(new GetDeviceCommand({ DeviceKey }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are confirmed once, with the key of the sign-in and a verifier', async () => {
    await using tenant = await startWithDevices({});
    const { AuthenticationResult } = await tenant.signIn('alex');
    const { AccessToken, NewDeviceMetadata } = AuthenticationResult ?? {};
    const DeviceSecretVerifierConfig = {
      PasswordVerifier: Buffer.from('a verifier').toString('base64'),
      Salt: Buffer.from('salt').toString('base64'),
    };
    const confirm = (DeviceKey = '', config: object = DeviceSecretVerifierConfig) =>
      tenant.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig: config }));
    const key = NewDeviceMetadata?.DeviceKey;
    expect(NewDeviceMetadata?.DeviceGroupKey).toMatch(/^-\w+$/);
    await expect(confirm(`${key}0`)).rejects.toThrow('Invalid device key given.');
    for (const config of [
      {},
      { ...DeviceSecretVerifierConfig, PasswordVerifier: Buffer.alloc(400, 255).toString('base64') },
    ]) {
      await expect(confirm(key, config)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
    expect((await confirm(key)).UserConfirmationNecessary).toBe(false);
    await expect(confirm(key)).rejects.toMatchObject({ name: 'DeviceKeyExistsException' });
  });

  it('do not exist where the pool does not track them', async () => {
    await using tenant = await startTenantPool();
    await tenant.addUser('alex');
    const { AuthenticationResult } = await tenant.signIn('alex', password, { DEVICE_KEY: 'us-east-1_abc' });
    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    expect(claimsOf(AuthenticationResult?.AccessToken).device_key).toBeUndefined();
  });
});

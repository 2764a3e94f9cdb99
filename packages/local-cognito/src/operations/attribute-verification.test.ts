import {
  AdminGetUserCommand,
  AdminSetUserSettingsCommand,
  AdminUpdateUserAttributesCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  ListUsersCommand,
  SetUserSettingsCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { Message } from '../storage/store.ts';
import { createTestClock, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';

const hourMs = 60 * 60 * 1000;
const toList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** Alex, signed in, with a verified e-mail. */
async function startSignedIn(options: TenantPoolOptions = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({ clock: testClock.clock, ...options });
  const { send, userPoolId: UserPoolId } = tenant;
  const name = options.pool?.UsernameAttributes ? 'alex@example.com' : 'alex';
  await tenant.addUser(name, { attributes: { email: 'alex@example.com', email_verified: 'true' } });
  const { AuthenticationResult } = await tenant.signIn(name);
  const AccessToken = AuthenticationResult?.AccessToken ?? '';
  return {
    ...tenant,
    ...testClock,
    AccessToken,
    update: async (attributes: Record<string, string>) => {
      const UserAttributes = toList(attributes);
      const answer = await send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
      return answer.CodeDeliveryDetailsList;
    },
    adminUpdate: (attributes: Record<string, string>) =>
      send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: name,
          UserAttributes: toList(attributes),
        }),
      ),
    verify: (AttributeName: string, Code: string) =>
      send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code })),
    request: (AttributeName: string) =>
      send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName })),
    async codeFor(to: string) {
      const response = await fetch(`${tenant.server.endpoint}/_local/messages?to=${encodeURIComponent(to)}`);
      return ((await response.json()) as Message[]).at(-1)?.code ?? '';
    },
    async attributes(Username = name): Promise<Record<string, string | undefined>> {
      const { UserAttributes = [] } = await send(new AdminGetUserCommand({ UserPoolId, Username }));
      return Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value]));
    },
  };
}

const pendingEmail = {
  AutoVerifiedAttributes: ['email'],
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
} satisfies TenantPoolOptions['pool'];

const expired = {
  name: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
};
const toOther = [{ Destination: 'o***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }];

describe('a new address', () => {
  it('is the user’s at once and verified with the code, where the pool verifies it', async () => {
    await using tenant = await startSignedIn({ pool: { AutoVerifiedAttributes: ['email'] } });
    expect(await tenant.update({ email: 'other@example.com', name: 'Alex' })).toEqual(toOther);
    expect(await tenant.attributes()).toMatchObject({
      email: 'other@example.com',
      email_verified: 'false',
      name: 'Alex',
    });
    await expect(tenant.verify('email', 'wrong')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await tenant.verify('email', await tenant.codeFor('other@example.com'));
    expect(await tenant.attributes()).toMatchObject({ email_verified: 'true' });
    expect(await tenant.update({ email: 'other@example.com' })).toEqual([]);
  });

  it('gets no code where the pool does not verify it', async () => {
    await using tenant = await startSignedIn();
    expect(await tenant.update({ email: 'other@example.com' })).toEqual([]);
    await expect(tenant.verify('email', '123456')).rejects.toMatchObject(expired);
  });

  it('stays pending until it is verified, where the pool says so', async () => {
    await using tenant = await startSignedIn({
      pool: {
        ...pendingEmail,
        UsernameAttributes: ['email'],
      },
    });
    expect(await tenant.update({ email: 'other@example.com' })).toEqual(toOther);
    expect(await tenant.attributes()).toMatchObject({ email: 'alex@example.com', email_verified: 'true' });
    await expect(tenant.signIn('other@example.com')).rejects.toThrow('User does not exist.');
    const { CodeDeliveryDetails } = await tenant.request('email');
    expect([CodeDeliveryDetails]).toEqual(toOther);
    await tenant.verify('email', await tenant.codeFor('other@example.com'));
    expect((await tenant.signIn('other@example.com')).AuthenticationResult).toBeDefined();
    await expect(tenant.signIn('alex@example.com')).rejects.toThrow('User does not exist.');
  });

  it('is forgotten while pending when the user goes back to the old one', async () => {
    await using tenant = await startSignedIn({
      pool: pendingEmail,
    });
    await tenant.update({ email: 'other@example.com' });
    const code = await tenant.codeFor('other@example.com');
    await tenant.update({ email: 'alex@example.com' });
    await expect(tenant.verify('email', code)).rejects.toMatchObject(expired);
  });

  it('is checked before it is pending', async () => {
    await using tenant = await startSignedIn({
      pool: pendingEmail,
    });
    await expect(tenant.update({ email: 'nonsense', name: 'Alex' })).rejects.toMatchObject({
      message: 'Invalid email address format.',
    });
    expect(await tenant.attributes()).not.toHaveProperty('name');
  });

  it('needs no code when an administrator vouches for it, and one when not', async () => {
    await using tenant = await startSignedIn({
      pool: pendingEmail,
    });
    await tenant.adminUpdate({ email: 'vouched@example.com', email_verified: 'true' });
    expect(await tenant.attributes()).toMatchObject({ email: 'vouched@example.com', email_verified: 'true' });
    await tenant.adminUpdate({ email: 'other@example.com' });
    expect(await tenant.attributes()).toMatchObject({ email: 'vouched@example.com' });
    await tenant.verify('email', await tenant.codeFor('other@example.com'));
    expect(await tenant.attributes()).toMatchObject({ email: 'other@example.com', email_verified: 'true' });
  });

  it('cannot be one that somebody else signs in with', async () => {
    await using tenant = await startSignedIn({ pool: { UsernameAttributes: ['email'] } });
    await tenant.addUser('bo@example.com');
    await expect(tenant.update({ email: 'bo@example.com' })).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  it('that is verified moves as alias from whoever had it', async () => {
    await using tenant = await startSignedIn({
      pool: { AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] },
    });
    await tenant.addUser('bo', { attributes: { email: 'bo@example.com', email_verified: 'true' } });
    await tenant.update({ email: 'bo@example.com' });
    await tenant.verify('email', await tenant.codeFor('bo@example.com'));
    expect((await tenant.attributes('bo')).email_verified).toBe('false');
    expect((await tenant.attributes('bo@example.com')).sub).toBe((await tenant.attributes('alex')).sub);
  });
});

describe('a code for an attribute', () => {
  it('is sent five times an hour, lives a day and is not for another address', async () => {
    await using tenant = await startSignedIn({ appClient: { AccessTokenValidity: 24 } });
    for (let request = 0; request < 5; request++) await tenant.request('email');
    await expect(tenant.request('email')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    const code = await tenant.codeFor('alex@example.com');
    await tenant.update({ email: 'other@example.com' });
    await expect(tenant.verify('email', code)).rejects.toMatchObject(expired);
    await tenant.update({ email: 'alex@example.com' });
    tenant.advance(hourMs);
    await tenant.request('email');
    await tenant.verify('email', await tenant.codeFor('alex@example.com'));
    expect(await tenant.attributes()).toMatchObject({ email_verified: 'true' });
  });

  it('brings no address back that was removed meanwhile', async () => {
    await using tenant = await startSignedIn();
    const { send, AccessToken } = tenant;
    await tenant.request('email');
    await send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['email'] }));
    const code = await tenant.codeFor('alex@example.com');
    await expect(tenant.verify('email', code)).rejects.toMatchObject(expired);
    expect(await tenant.attributes()).not.toHaveProperty('email');
  });

  it('is for an e-mail or a phone number that is there', async () => {
    await using tenant = await startSignedIn();
    await expect(tenant.request('name')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(tenant.request('phone_number')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(tenant.verify('name', '123456')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('a signed-in user', () => {
  it('removes attributes that the client may write', async () => {
    await using tenant = await startSignedIn({ appClient: { WriteAttributes: ['email'] } });
    const { send, AccessToken } = tenant;
    await send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['email'] }));
    expect(Object.keys(await tenant.attributes())).toEqual(['sub']);
    await expect(
      send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['name'] })),
    ).rejects.toMatchObject({ message: 'A client attempted to write unauthorized attribute' });
  });

  it('deletes themselves, and their token with it', async () => {
    await using tenant = await startSignedIn();
    const { send, AccessToken } = tenant;
    await send(new DeleteUserCommand({ AccessToken }));
    await expect(tenant.attributes()).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it('has SMS as second factor by the old operations too', async () => {
    await using tenant = await startSignedIn();
    const { send, AccessToken, userPoolId: UserPoolId } = tenant;
    const user = { UserPoolId, Username: 'alex' };
    const MFAOptions = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] as const;
    const factors = async () => (await send(new AdminGetUserCommand(user))).UserMFASettingList;
    const options = async () => [
      (await send(new GetUserCommand({ AccessToken }))).MFAOptions,
      (await send(new AdminGetUserCommand(user))).MFAOptions,
      (await send(new ListUsersCommand({ UserPoolId }))).Users?.[0]?.MFAOptions,
    ];
    expect(await options()).toEqual([undefined, undefined, undefined]);
    await expect(
      send(new SetUserSettingsCommand({ AccessToken, MFAOptions: [...MFAOptions] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await tenant.adminUpdate({ phone_number: '+15555550123' });
    await send(new SetUserSettingsCommand({ AccessToken, MFAOptions: [...MFAOptions] }));
    expect(await factors()).toEqual(['SMS_MFA']);
    expect(await options()).toEqual([MFAOptions, MFAOptions, MFAOptions]);
    await send(new AdminSetUserSettingsCommand({ ...user, MFAOptions: [] }));
    expect(await factors()).toBeUndefined();
    expect(await options()).toEqual([undefined, undefined, undefined]);
  });
});

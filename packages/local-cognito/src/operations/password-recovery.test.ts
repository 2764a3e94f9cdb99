import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { Message } from '../storage/store.ts';
import {
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

const hourMs = 60 * 60 * 1000;
const verified = { email: 'alex@example.com', email_verified: 'true' };
const newPassword = 'Battery-staple-2';

async function startRecovery(options: TenantPoolOptions = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({ clock: testClock.clock, ...options });
  const { send, clientId: ClientId, userPoolId: UserPoolId } = tenant;
  return {
    ...tenant,
    ...testClock,
    forgot: (Username: string) => send(new ForgotPasswordCommand({ ClientId, Username })),
    confirm: (Username: string, ConfirmationCode: string, Password = newPassword) =>
      send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password })),
    reset: (Username: string) => send(new AdminResetUserPasswordCommand({ UserPoolId, Username })),
    async lastMessage(to: string): Promise<Message | undefined> {
      const response = await fetch(`${tenant.server.endpoint}/_local/messages?to=${encodeURIComponent(to)}`);
      return ((await response.json()) as Message[]).at(-1);
    },
    codeFor(to: string) {
      return this.lastMessage(to).then((message) => message?.code ?? '');
    },
    statusOf: async (Username: string) =>
      (await send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus,
  };
}

const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
const expired = {
  name: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
};
const limit = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
};
const notFound = { name: 'UserNotFoundException', message: 'Username/client id combination not found.' };
const noAddress = {
  name: 'InvalidParameterException',
  message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
};

describe('a forgotten password', () => {
  it('is replaced with the code, once', async () => {
    await using tenant = await startRecovery();
    await tenant.addUser('alex', { attributes: verified });
    await expect(tenant.confirm('alex', '123456')).rejects.toMatchObject(expired);
    const { CodeDeliveryDetails } = await tenant.forgot('alex');
    expect(CodeDeliveryDetails).toEqual({
      Destination: 'a***@e***',
      DeliveryMedium: 'EMAIL',
      AttributeName: 'email',
    });
    const message = await tenant.lastMessage('alex@example.com');
    expect(message).toMatchObject({ purpose: 'ForgotPassword', subject: 'Your password reset code' });
    expect((await tenant.signIn('alex')).AuthenticationResult).toBeDefined();
    const code = message?.code ?? '';
    await expect(tenant.confirm('alex', 'wrong')).rejects.toMatchObject(mismatch);
    await expect(tenant.confirm('alex', code, 'short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await tenant.confirm('alex', code);
    await expect(tenant.signIn('alex')).rejects.toThrow('Incorrect username or password.');
    expect((await tenant.signIn('alex', newPassword)).AuthenticationResult).toBeDefined();
    await expect(tenant.confirm('alex', code, password)).rejects.toMatchObject(expired);
  });

  it('opens a locked user again', async () => {
    await using tenant = await startRecovery();
    await tenant.addUser('alex', { attributes: verified });
    for (let attempt = 0; attempt < 6; attempt++) await tenant.signIn('alex', 'x').catch(() => undefined);
    await tenant.forgot('alex');
    await tenant.confirm('alex', await tenant.codeFor('alex@example.com'));
    expect((await tenant.signIn('alex', newPassword)).AuthenticationResult).toBeDefined();
  });

  it('has a code for an hour, five times an hour', async () => {
    await using tenant = await startRecovery();
    await tenant.addUser('alex', { attributes: verified });
    await tenant.forgot('alex');
    const code = await tenant.codeFor('alex@example.com');
    tenant.advance(hourMs);
    await expect(tenant.confirm('alex', code)).rejects.toMatchObject(expired);
    for (let request = 0; request < 5; request++) await tenant.forgot('alex');
    await expect(tenant.forgot('alex')).rejects.toMatchObject(limit);
    tenant.advance(hourMs);
    await tenant.forgot('alex');
  });

  it('goes the way the pool prefers and the user can', async () => {
    await using tenant = await startRecovery({
      pool: {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Name: 'verified_email', Priority: 2 },
            { Name: 'verified_phone_number', Priority: 1 },
          ],
        },
      },
    });
    const phone = { phone_number: '+15555550123', phone_number_verified: 'true' };
    await tenant.addUser('both', { attributes: { ...verified, ...phone } });
    await tenant.addUser('mail', { attributes: verified });
    await tenant.addUser('none', { attributes: { email: 'none@example.com' } });
    expect((await tenant.forgot('both')).CodeDeliveryDetails?.DeliveryMedium).toBe('SMS');
    expect((await tenant.forgot('mail')).CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
    await expect(tenant.forgot('none')).rejects.toMatchObject(noAddress);
    await using closed = await startRecovery({
      pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] } },
    });
    await closed.addUser('alex', { attributes: verified });
    await expect(closed.forgot('alex')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is not for users in other states', async () => {
    await using tenant = await startRecovery();
    const { userPoolId: UserPoolId } = tenant;
    await tenant.addUser('temporary', { attributes: verified, temporary: true });
    await tenant.addUser('disabled', { attributes: verified });
    await tenant.send(new AdminDisableUserCommand({ UserPoolId, Username: 'disabled' }));
    await expect(tenant.forgot('temporary')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
    await expect(tenant.forgot('disabled')).rejects.toMatchObject({ message: 'User is disabled.' });
    await expect(tenant.forgot('nobody')).rejects.toMatchObject(notFound);
    await expect(tenant.confirm('nobody', '123456')).rejects.toMatchObject(notFound);
  });

  it('confirms nobody who waits for an administrator', async () => {
    await using tenant = await startRecovery();
    const { clientId: ClientId, userPoolId: UserPoolId } = tenant;
    await tenant.send(new SignUpCommand({ ClientId, Username: 'alex', Password: password }));
    await tenant.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId,
        Username: 'alex',
        UserAttributes: Object.entries(verified).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
    await tenant.forgot('alex');
    const code = await tenant.codeFor('alex@example.com');
    await expect(tenant.confirm('alex', code)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    expect(await tenant.statusOf('alex')).toBe('UNCONFIRMED');
  });

  it('looks the same for nobody and for users without a way, where the client hides who exists', async () => {
    await using tenant = await startRecovery({ appClient: { PreventUserExistenceErrors: 'ENABLED' } });
    await tenant.addUser('real', { attributes: verified });
    await tenant.addUser('addressless');
    await tenant.addUser('temporary', { attributes: verified, temporary: true });
    const transcript = async (name: string) => {
      const said: string[] = [];
      const note = (call: Promise<object>) =>
        call.then(
          (answer) => said.push(Object.keys(answer).join()),
          (error) => said.push(`${error.name}: ${error.message}`),
        );
      await note(tenant.confirm(name, 'never-right'));
      for (let request = 0; request < 6; request++) await note(tenant.forgot(name));
      for (let attempt = 0; attempt < 15; attempt++) await note(tenant.confirm(name, 'never-right', 'x'));
      return said;
    };
    const real = await transcript('real');
    expect([real[0], real[6], real[7], real.at(-1)]).toEqual([
      `${expired.name}: ${expired.message}`,
      `${limit.name}: ${limit.message}`,
      `${mismatch.name}: ${mismatch.message}`,
      `${limit.name}: ${limit.message}`,
    ]);
    for (const name of ['nobody', 'addressless', 'temporary']) expect(await transcript(name)).toEqual(real);
  });
});

describe('a password that an administrator resets', () => {
  it('signs in no more until the code brings another', async () => {
    await using tenant = await startRecovery();
    await tenant.addUser('alex', { attributes: verified });
    await tenant.reset('alex');
    expect(await tenant.statusOf('alex')).toBe('RESET_REQUIRED');
    await expect(tenant.signIn('alex')).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
      message: 'Password reset required for the user',
    });
    await tenant.confirm('alex', await tenant.codeFor('alex@example.com'));
    expect(await tenant.statusOf('alex')).toBe('CONFIRMED');
    expect((await tenant.signIn('alex', newPassword)).AuthenticationResult).toBeDefined();
  });

  it('needs an address to send the code to', async () => {
    await using tenant = await startRecovery();
    await tenant.addUser('alex');
    await expect(tenant.reset('alex')).rejects.toMatchObject(noAddress);
    expect(await tenant.statusOf('alex')).toBe('CONFIRMED');
    await expect(tenant.reset('nobody')).rejects.toMatchObject({ message: 'User does not exist.' });
  });
});

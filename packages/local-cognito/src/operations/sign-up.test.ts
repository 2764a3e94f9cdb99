import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
  type ConfirmSignUpCommandInput,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type SignUpCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { computeSecretHash } from '../crypto/secret-hash.ts';
import type { Message } from '../storage/store.ts';
import {
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

const hourMs = 60 * 60 * 1000;
const toList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** A pool that verifies e-mail unless told otherwise. */
async function startSignUp(options: TenantPoolOptions = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({
    clock: testClock.clock,
    ...options,
    pool: { AutoVerifiedAttributes: ['email'], ...options.pool },
  });
  const { send, clientId: ClientId, userPoolId: UserPoolId } = tenant;
  const messages = async (to = '') => {
    const response = await fetch(`${tenant.server.endpoint}/_local/messages?to=${encodeURIComponent(to)}`);
    return (await response.json()) as Message[];
  };
  return {
    ...tenant,
    ...testClock,
    messages,
    signUp: (
      Username: string,
      attributes: Record<string, string> = {},
      more: Partial<SignUpCommandInput> = {},
    ) =>
      send(
        new SignUpCommand({
          ClientId,
          Username,
          Password: password,
          UserAttributes: toList(attributes),
          ...more,
        }),
      ),
    confirm: (Username: string, ConfirmationCode = '', more: Partial<ConfirmSignUpCommandInput> = {}) =>
      send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode, ...more })),
    resend: (Username: string) => send(new ResendConfirmationCodeCommand({ ClientId, Username })),
    codeFor: async (to: string) => (await messages(to)).at(-1)?.code ?? '',
    async shown(Username: string) {
      const user = await send(new AdminGetUserCommand({ UserPoolId, Username }));
      const attributes = Object.fromEntries(
        (user.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]),
      );
      return { status: user.UserStatus, username: user.Username, attributes };
    },
  };
}

/** Digits that are not the code. */
const wrongCode = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

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

describe('signing up', () => {
  it('sends a code that confirms the user and verifies the address', async () => {
    await using tenant = await startSignUp();
    const answer = await tenant.signUp('alex', { email: 'alex@example.com' });
    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(answer.Session).toBeUndefined();
    await expect(tenant.signIn('alex')).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    const [message] = await tenant.messages('alex@example.com');
    expect(message).toMatchObject({ purpose: 'SignUp', subject: 'Your verification code', username: 'alex' });
    expect(message?.code).toMatch(/^\d{6}$/);
    expect(message?.body).toBe(`Your confirmation code is ${message?.code}`);
    await expect(tenant.confirm('alex', wrongCode(message?.code ?? ''))).rejects.toMatchObject(mismatch);
    await tenant.confirm('alex', message?.code);
    expect(await tenant.shown('alex')).toEqual({
      status: 'CONFIRMED',
      username: 'alex',
      attributes: { sub: answer.UserSub, email: 'alex@example.com', email_verified: 'true' },
    });
    expect((await tenant.signIn('alex')).AuthenticationResult).toBeDefined();
    await expect(tenant.confirm('alex', message?.code)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
    await expect(tenant.resend('alex')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });

  it('sends to the phone when the pool verifies both', async () => {
    await using tenant = await startSignUp({ pool: { AutoVerifiedAttributes: ['email', 'phone_number'] } });
    const { CodeDeliveryDetails } = await tenant.signUp('alex', {
      email: 'alex@example.com',
      phone_number: '+15555550123',
    });
    expect(CodeDeliveryDetails).toEqual({
      Destination: '+*******0123',
      DeliveryMedium: 'SMS',
      AttributeName: 'phone_number',
    });
    await tenant.confirm('alex', await tenant.codeFor('+15555550123'));
    const { attributes } = await tenant.shown('alex');
    expect(attributes.phone_number_verified).toBe('true');
    expect(attributes.email_verified).toBeUndefined();
    expect(await tenant.messages('alex@example.com')).toEqual([]);
  });

  it('waits for an administrator where the pool verifies nothing', async () => {
    await using tenant = await startSignUp({ pool: { AutoVerifiedAttributes: [] } });
    const answer = await tenant.signUp('alex', { email: 'alex@example.com' });
    expect(answer.CodeDeliveryDetails).toBeUndefined();
    await expect(tenant.resend('alex')).rejects.toMatchObject({
      message: 'Cannot resend codes. Auto verification not turned on.',
    });
    await expect(tenant.confirm('alex', '123456')).rejects.toMatchObject(expired);
    const admin = new AdminConfirmSignUpCommand({ UserPoolId: tenant.userPoolId, Username: 'alex' });
    await tenant.send(admin);
    expect(await tenant.shown('alex')).toMatchObject({ status: 'CONFIRMED' });
    expect((await tenant.shown('alex')).attributes.email_verified).toBeUndefined();
    await expect(tenant.send(admin)).rejects.toMatchObject({
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('confirms with the last code, for a day, and for the address it went to', async () => {
    await using tenant = await startSignUp();
    await tenant.signUp('alex', { email: 'alex@example.com' });
    const first = await tenant.codeFor('alex@example.com');
    await tenant.resend('alex');
    const second = await tenant.codeFor('alex@example.com');
    if (first !== second) await expect(tenant.confirm('alex', first)).rejects.toMatchObject(mismatch);
    tenant.advance(24 * hourMs);
    await expect(tenant.confirm('alex', second)).rejects.toMatchObject(expired);
    await tenant.resend('alex');
    await tenant.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        UserAttributes: toList({ email: 'other@example.com' }),
      }),
    );
    const [, , third] = await tenant.messages('alex@example.com');
    await tenant.confirm('alex', third?.code);
    const { status, attributes } = await tenant.shown('alex');
    expect(status).toBe('CONFIRMED');
    expect(attributes.email_verified).not.toBe('true');
  });

  it('limits wrong codes and resends by the hour', async () => {
    await using tenant = await startSignUp();
    await tenant.signUp('alex', { email: 'alex@example.com' });
    for (let resend = 0; resend < 5; resend++) await tenant.resend('alex');
    await expect(tenant.resend('alex')).rejects.toMatchObject(limit);
    const code = await tenant.codeFor('alex@example.com');
    for (let attempt = 0; attempt < 15; attempt++) {
      await expect(tenant.confirm('alex', wrongCode(code))).rejects.toMatchObject(mismatch);
    }
    await expect(tenant.confirm('alex', code)).rejects.toMatchObject(limit);
    tenant.advance(hourMs);
    await tenant.confirm('alex', code);
  });

  it.each<[string, Record<string, string>, Partial<SignUpCommandInput>, object]>([
    ['alex', {}, { Password: 'short' }, { name: 'InvalidPasswordException' }],
    [
      'alex',
      { name: 'Alex' },
      { Password: undefined },
      {
        name: 'InvalidParameterException',
        message:
          "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null",
      },
    ],
    [
      'alex',
      { email_verified: 'true' },
      {},
      { name: 'NotAuthorizedException', message: 'A client attempted to write unauthorized attribute' },
    ],
    [
      'alex',
      { email: 'alex@example.com' },
      {},
      { message: 'Attributes did not conform to the schema: name: The attribute is required\n' },
    ],
    ['taken', { name: 'T' }, {}, { name: 'UsernameExistsException', message: 'User already exists' }],
  ])('refuses %s with %j and %j, and leaves nothing behind', async (name, attributes, more, error) => {
    await using tenant = await startSignUp({
      pool: { Schema: [{ Name: 'name', Required: true, Mutable: true }] },
    });
    await tenant.addUser('taken');
    await expect(tenant.signUp(name, attributes, more)).rejects.toMatchObject(error);
    await expect(tenant.shown('alex')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('is for administrators only where the pool says so', async () => {
    await using tenant = await startSignUp({
      pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
    });
    await expect(tenant.signUp('alex')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
  });

  it('needs the secret of the client', async () => {
    await using tenant = await startSignUp({ appClient: { GenerateSecret: true } });
    const { clientId, clientSecret } = tenant;
    await expect(tenant.signUp('alex')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const SecretHash = computeSecretHash({ clientSecret, clientId, username: 'alex' });
    const { UserConfirmed } = await tenant.signUp('alex', {}, { SecretHash });
    expect(UserConfirmed).toBe(false);
    await expect(tenant.confirm('alex', '123456')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(tenant.confirm('alex', '123456', { SecretHash })).rejects.toMatchObject(expired);
  });

  it('takes an e-mail for a username, which is the sub then', async () => {
    await using tenant = await startSignUp({
      pool: { UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } },
    });
    const { UserSub } = await tenant.signUp('Alex@example.com', { email: 'victim@example.com' });
    await expect(tenant.shown('victim@example.com')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(tenant.signUp('alex@example.com')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
    await expect(tenant.signUp('alex')).rejects.toMatchObject({ message: 'Username should be an email.' });
    await tenant.confirm('ALEX@example.com', await tenant.codeFor('Alex@example.com'));
    expect(await tenant.shown('alex@example.com')).toMatchObject({ username: UserSub, status: 'CONFIRMED' });
  });

  it('meets a taken alias at the confirmation, and takes it when forced', async () => {
    await using tenant = await startSignUp({ pool: { AliasAttributes: ['email'] } });
    for (const name of ['alex', 'bo']) await tenant.signUp(name, { email: 'shared@example.com' });
    const [first, second] = await tenant.messages('shared@example.com');
    await tenant.confirm('alex', first?.code);
    await expect(tenant.confirm('bo', second?.code)).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the email already exists.',
    });
    expect(await tenant.shown('bo')).toMatchObject({ status: 'UNCONFIRMED' });
    await tenant.confirm('bo', second?.code, { ForceAliasCreation: true });
    expect((await tenant.shown('shared@example.com')).username).toBe('bo');
    expect((await tenant.shown('alex')).attributes.email_verified).toBe('false');
  });

  it('takes no alias that was not proven, even when forced', async () => {
    await using tenant = await startSignUp({
      pool: { AliasAttributes: ['email', 'phone_number'], AutoVerifiedAttributes: ['phone_number'] },
    });
    await tenant.addUser('victim', { attributes: { email: 'v@example.com', email_verified: 'true' } });
    await tenant.signUp('eve', { email: 'v@example.com', phone_number: '+15555550123' });
    await tenant.confirm('eve', await tenant.codeFor('+15555550123'), { ForceAliasCreation: true });
    expect(await tenant.shown('v@example.com')).toMatchObject({
      username: 'victim',
      attributes: { email_verified: 'true' },
    });
  });

  it('needs no password where the pool signs in with codes', async () => {
    await using tenant = await startSignUp({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    });
    const noPassword = { Password: undefined };
    await expect(tenant.signUp('alex', {}, noPassword)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await tenant.signUp('alex', { email: 'alex@example.com' }, noPassword);
    await tenant.confirm('alex', await tenant.codeFor('alex@example.com'));
    await expect(tenant.signIn('alex')).rejects.toThrow('Incorrect username or password.');
  });

  it('leads with a session through the confirmation to USER_AUTH', async () => {
    await using tenant = await startSignUp({
      appClient: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    });
    const alex = await tenant.signUp('alex', { email: 'alex@example.com' });
    const bo = await tenant.signUp('bo', { email: 'bo@example.com' });
    expect(alex.Session).toBeDefined();
    const code = await tenant.codeFor('alex@example.com');
    await expect(tenant.confirm('alex', code, { Session: bo.Session })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
    const { Session } = await tenant.confirm('alex', code, { Session: alex.Session });
    const signIn = (USERNAME: string, session = Session) =>
      tenant.send(
        new InitiateAuthCommand({
          ClientId: tenant.clientId,
          AuthFlow: 'USER_AUTH',
          AuthParameters: { USERNAME },
          Session: session,
        }),
      );
    for (const [name, session] of [
      ['bo', Session],
      ['alex', alex.Session],
    ] as const) {
      await expect(signIn(name, session)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
    expect((await signIn('alex')).AuthenticationResult?.AccessToken).toBeDefined();
    await expect(signIn('alex')).rejects.toThrow('session can only be used once.');
    expect((await tenant.confirm('bo', await tenant.codeFor('bo@example.com'))).Session).toBeUndefined();
  });
});

describe('whether somebody signed up', () => {
  const hidden = { appClient: { PreventUserExistenceErrors: 'ENABLED' } } as const;

  it('is told where the client does not hide it', async () => {
    await using tenant = await startSignUp();
    await expect(tenant.confirm('nobody', '123456')).rejects.toMatchObject(notFound);
    await expect(tenant.resend('nobody')).rejects.toMatchObject(notFound);
  });

  it('does not show in codes, deliveries and limits where it does', async () => {
    await using tenant = await startSignUp(hidden);
    await tenant.signUp('waiting', { email: 'w@example.com' });
    await tenant.signUp('done', { email: 'd@example.com' });
    await tenant.confirm('done', await tenant.codeFor('d@example.com'));
    tenant.advance(24 * hourMs);
    const transcript = async (name: string) => {
      const said: string[] = [];
      const note = (call: Promise<object>) =>
        call.then(
          (answer) => said.push(Object.keys(answer).join()),
          (error) => said.push(`${error.name}: ${error.message}`),
        );
      await note(tenant.confirm(name, 'never-right', { Session: 'x'.repeat(40) }));
      for (let resend = 0; resend < 6; resend++) await note(tenant.resend(name));
      for (let attempt = 0; attempt < 15; attempt++) await note(tenant.confirm(name, 'never-right'));
      return said;
    };
    const waiting = await transcript('waiting');
    expect(waiting.slice(0, 2)).toEqual([
      'ExpiredCodeException: Invalid code provided, please request a code again.',
      'CodeDeliveryDetails,$metadata',
    ]);
    expect(waiting.at(-2)).toBe(`${mismatch.name}: ${mismatch.message}`);
    expect(waiting.at(-1)).toBe(`${limit.name}: ${limit.message}`);
    expect(await transcript('done')).toEqual(waiting);
    expect(await transcript('nobody')).toEqual(waiting);
  });

  it('has a delivery that looks real and stays the same', async () => {
    await using tenant = await startSignUp(hidden);
    const [first, again] = [await tenant.resend('nobody'), await tenant.resend('nobody')];
    expect(first.CodeDeliveryDetails).toEqual(again.CodeDeliveryDetails);
    expect(first.CodeDeliveryDetails?.Destination).toMatch(/^[a-z]\*\*\*@[a-z]\*\*\*$/);
    expect((await tenant.resend('someone@example.com')).CodeDeliveryDetails?.Destination).toBe('s***@e***');
    expect(await tenant.messages('someone@example.com')).toEqual([]);
  });

  it('has deliveries by every medium that users have, where they have several', async () => {
    await using tenant = await startSignUp({
      ...hidden,
      pool: { AutoVerifiedAttributes: ['email', 'phone_number'] },
    });
    const mediumOf = async (name: string) => (await tenant.resend(name)).CodeDeliveryDetails?.DeliveryMedium;
    expect(await mediumOf('nobody@example.com')).toBe('EMAIL');
    expect(await mediumOf('+15555550123')).toBe('SMS');
    const names = Array.from({ length: 40 }, (_, index) => `nobody-${index}`);
    expect(new Set(await Promise.all(names.map(mediumOf)))).toEqual(new Set(['EMAIL', 'SMS']));
  });

  it('is told to whoever has the code that confirmed it', async () => {
    await using tenant = await startSignUp(hidden);
    await tenant.signUp('alex', { email: 'alex@example.com' });
    const code = await tenant.codeFor('alex@example.com');
    await tenant.confirm('alex', code);
    await expect(tenant.confirm('alex', code)).rejects.toMatchObject({
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
    for (let attempt = 0; attempt < 15; attempt++) {
      await expect(tenant.confirm('alex', wrongCode(code))).rejects.toMatchObject(expired);
    }
    await expect(tenant.confirm('alex', code)).rejects.toMatchObject(limit);
  });
});

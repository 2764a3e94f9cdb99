import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { Message } from '../storage/store.ts';
import { claimsOf, password, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';
import type { TriggerEvent, TriggerHandler } from './invoke.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

type Handlers = Partial<
  Record<
    | 'PreSignUp'
    | 'PostConfirmation'
    | 'CustomMessage'
    | 'UserMigration'
    | 'CustomEmailSender'
    | 'CustomSMSSender',
    TriggerHandler
  >
>;

/** A pool that verifies e-mail, with these functions; `events` is what they were told, in order. */
async function startWithTriggers(handlers: Handlers, options: TenantPoolOptions = {}) {
  const events: TriggerEvent[] = [];
  const names = Object.keys(handlers) as (keyof Handlers)[];
  const functions = Object.fromEntries(
    names.map((name): [string, TriggerHandler] => [
      arn(name),
      (event) => {
        events.push(structuredClone(event));
        return handlers[name]?.(event);
      },
    ]),
  );
  const versioned = (name: string) => ({ LambdaVersion: 'V1_0' as const, LambdaArn: arn(name) });
  const tenant = await startTenantPool({
    functions,
    ...options,
    pool: {
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: Object.fromEntries([
        ...names.map((name) => [name, name.endsWith('Sender') ? versioned(name) : arn(name)]),
        ...(names.some((name) => name.endsWith('Sender'))
          ? [['KMSKeyID', 'arn:aws:kms:us-east-1:000000000000:key/local']]
          : []),
      ]),
      ...options.pool,
    },
  });
  const { send, clientId: ClientId, userPoolId: UserPoolId } = tenant;
  return {
    ...tenant,
    events,
    sources: () => events.map(({ triggerSource }) => triggerSource),
    signUp: (Username: string, ClientMetadata?: Record<string, string>) =>
      send(
        new SignUpCommand({
          ClientId,
          Username,
          Password: password,
          UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
          ValidationData: [{ Name: 'invitation', Value: 'abc' }],
          ClientMetadata,
        }),
      ),
    async messages(to: string): Promise<Message[]> {
      const response = await fetch(`${tenant.server.endpoint}/_local/messages?to=${encodeURIComponent(to)}`);
      return (await response.json()) as Message[];
    },
    async shown(Username: string) {
      const user = await send(new AdminGetUserCommand({ UserPoolId, Username }));
      const attributes = Object.fromEntries(
        (user.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]),
      );
      return { status: user.UserStatus, attributes };
    },
  };
}

const pass: TriggerHandler = (event) => event;

describe('PreSignUp and PostConfirmation', () => {
  it('are told of a sign-up in Cognito’s words', async () => {
    await using tenant = await startWithTriggers({ PreSignUp: pass, PostConfirmation: pass });
    const { UserSub } = await tenant.signUp('alex', { campaign: 'spring' });
    const [message] = await tenant.messages('alex@example.com');
    await tenant.send(
      new ConfirmSignUpCommand({
        ClientId: tenant.clientId,
        Username: 'alex',
        ConfirmationCode: message?.code,
        ClientMetadata: { campaign: 'summer' },
      }),
    );
    const common = {
      version: '1',
      region: 'us-east-1',
      userPoolId: tenant.userPoolId,
      userName: 'alex',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: tenant.clientId },
    };
    expect(tenant.events).toEqual([
      {
        ...common,
        triggerSource: 'PreSignUp_SignUp',
        request: {
          userAttributes: { email: 'alex@example.com' },
          validationData: { invitation: 'abc' },
          clientMetadata: { campaign: 'spring' },
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
      {
        ...common,
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: {
          userAttributes: {
            sub: UserSub,
            'cognito:user_status': 'CONFIRMED',
            email: 'alex@example.com',
            email_verified: 'true',
          },
          clientMetadata: { campaign: 'summer' },
        },
        response: {},
      },
    ]);
  });

  it('refuse a sign-up before anything is written', async () => {
    await using tenant = await startWithTriggers({
      PreSignUp() {
        throw new Error('this domain is not invited');
      },
    });
    await expect(tenant.signUp('alex')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error this domain is not invited.',
    });
    await expect(tenant.shown('alex')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect(await tenant.messages('alex@example.com')).toEqual([]);
  });

  it('confirm and verify at once, without a message', async () => {
    await using tenant = await startWithTriggers({
      PreSignUp: (event) => ({ ...event, response: { autoConfirmUser: true, autoVerifyEmail: true } }),
      PostConfirmation: pass,
    });
    const answer = await tenant.signUp('alex');
    expect(answer).toMatchObject({ UserConfirmed: true });
    expect(answer.CodeDeliveryDetails).toBeUndefined();
    expect(await tenant.shown('alex')).toMatchObject({
      status: 'CONFIRMED',
      attributes: { email_verified: 'true' },
    });
    expect(tenant.sources()).toEqual(['PreSignUp_SignUp', 'PostConfirmation_ConfirmSignUp']);
    expect(await tenant.messages('alex@example.com')).toEqual([]);
  });

  it.each([{ autoVerifyPhone: true }, { autoConfirmUser: 'yes' }])(
    'cannot answer %j for a user with an e-mail',
    async (response) => {
      await using tenant = await startWithTriggers({ PreSignUp: (event) => ({ ...event, response }) });
      await expect(tenant.signUp('alex')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
      await expect(tenant.shown('alex')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    },
  );

  it('are asked when administrators create and confirm users', async () => {
    await using tenant = await startWithTriggers({
      PreSignUp: (event) => ({ ...event, response: { autoConfirmUser: true } }),
      PostConfirmation: pass,
    });
    const { send, userPoolId: UserPoolId } = tenant;
    await send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: 'alex',
        MessageAction: 'SUPPRESS',
        ClientMetadata: { by: 'admin' },
      }),
    );
    expect(tenant.events[0]).toMatchObject({
      triggerSource: 'PreSignUp_AdminCreateUser',
      request: { clientMetadata: { by: 'admin' } },
    });
    expect((await tenant.shown('alex')).status).toBe('FORCE_CHANGE_PASSWORD');
    tenant.server.registerFunction(arn('PreSignUp'), pass);
    await tenant.signUp('bo');
    await send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'bo' }));
    expect(tenant.sources().at(-1)).toBe('PostConfirmation_ConfirmSignUp');
  });

  it('fail the call after the fact, when PostConfirmation throws', async () => {
    await using tenant = await startWithTriggers({
      PostConfirmation() {
        throw new Error('no seats left');
      },
    });
    const { send, clientId: ClientId, userPoolId: UserPoolId } = tenant;
    await tenant.signUp('alex');
    const failed = { name: 'UserLambdaValidationException' };
    const [message] = await tenant.messages('alex@example.com');
    await expect(
      send(new ConfirmSignUpCommand({ ClientId, Username: 'alex', ConfirmationCode: message?.code })),
    ).rejects.toMatchObject(failed);
    expect((await tenant.shown('alex')).status).toBe('CONFIRMED');
    await send(new ForgotPasswordCommand({ ClientId, Username: 'alex' }));
    const reset = (await tenant.messages('alex@example.com')).at(-1);
    await expect(
      send(
        new ConfirmForgotPasswordCommand({
          ClientId,
          Username: 'alex',
          ConfirmationCode: reset?.code,
          Password: 'Battery-staple-2',
        }),
      ),
    ).rejects.toMatchObject(failed);
    expect(tenant.sources()).toEqual([
      'PostConfirmation_ConfirmSignUp',
      'PostConfirmation_ConfirmForgotPassword',
    ]);
    expect((await tenant.signIn('alex', 'Battery-staple-2')).AuthenticationResult).toBeDefined();
    await send(new AdminGetUserCommand({ UserPoolId, Username: 'alex' }));
  });
});

/** Every occasion for a message but MFA. */
async function sendEverything(tenant: Awaited<ReturnType<typeof startWithTriggers>>) {
  const { send, clientId: ClientId, userPoolId: UserPoolId } = tenant;
  const ClientMetadata = { locale: 'de' };
  await tenant.signUp('alex', ClientMetadata);
  await send(new ResendConfirmationCodeCommand({ ClientId, Username: 'alex', ClientMetadata }));
  const code = (await tenant.messages('alex@example.com')).at(-1)?.code;
  await send(new ConfirmSignUpCommand({ ClientId, Username: 'alex', ConfirmationCode: code }));
  await send(new ForgotPasswordCommand({ ClientId, Username: 'alex', ClientMetadata }));
  const { AuthenticationResult } = await tenant.signIn('alex');
  const { AccessToken } = AuthenticationResult ?? {};
  const UserAttributes = [{ Name: 'email', Value: 'new@example.com' }];
  await send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes, ClientMetadata }));
  await send(
    new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email', ClientMetadata }),
  );
  await send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'bo',
      UserAttributes: [{ Name: 'email', Value: 'bo@example.com' }],
      ClientMetadata,
    }),
  );
  return (await tenant.messages('alex@example.com')).concat(
    await tenant.messages('new@example.com'),
    await tenant.messages('bo@example.com'),
  );
}

const purposes = [
  'SignUp',
  'ResendCode',
  'ForgotPassword',
  'UpdateUserAttribute',
  'VerifyUserAttribute',
  'AdminCreateUser',
];

describe('CustomMessage', () => {
  it('writes every message, and knows why it is sent', async () => {
    await using tenant = await startWithTriggers({
      CustomMessage(event) {
        const { codeParameter, usernameParameter, clientMetadata } = event.request as Record<string, string>;
        const { locale } = (clientMetadata ?? {}) as unknown as { locale?: string };
        event.response.emailSubject = `${event.triggerSource} ${locale}`;
        event.response.emailMessage = `Code ${codeParameter} for ${usernameParameter ?? 'you'}`;
        return event;
      },
    });
    const messages = await sendEverything(tenant);
    expect(tenant.sources()).toEqual(purposes.map((purpose) => `CustomMessage_${purpose}`));
    expect(messages.map(({ subject }) => subject)).toEqual(
      purposes.map((purpose) => `CustomMessage_${purpose} de`),
    );
    for (const { code, body, purpose } of messages) {
      expect(body).toBe(`Code ${code} for ${purpose === 'AdminCreateUser' ? 'bo' : 'you'}`);
    }
    expect(tenant.events[0]).toMatchObject({
      userName: 'alex',
      request: {
        userAttributes: { email: 'alex@example.com', 'cognito:user_status': 'UNCONFIRMED' },
        codeParameter: '{####}',
        linkParameter: '{##Click Here##}',
        usernameParameter: null,
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    });
  });

  it('leaves to the pool what it does not write', async () => {
    await using tenant = await startWithTriggers({ CustomMessage: pass });
    await tenant.signUp('alex');
    expect(await tenant.messages('alex@example.com')).toMatchObject([{ subject: 'Your verification code' }]);
  });

  it.each([{ emailMessage: 'no code in it' }, { emailMessage: 7 }, { emailSubject: 'x'.repeat(141) }])(
    'cannot answer %j; the user stays to be confirmed',
    async (response) => {
      await using tenant = await startWithTriggers({ CustomMessage: (event) => ({ ...event, response }) });
      await expect(tenant.signUp('alex')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
      expect((await tenant.shown('alex')).status).toBe('UNCONFIRMED');
      expect(await tenant.messages('alex@example.com')).toEqual([]);
    },
  );
});

describe('custom senders', () => {
  const codeOf = ({ request }: TriggerEvent) =>
    JSON.parse(Buffer.from(String(request.code), 'base64').toString('utf8')) as { code: string };

  it('get every code, in the local envelope, and send instead of Cognito', async () => {
    await using tenant = await startWithTriggers({
      CustomEmailSender() {
        throw new Error('nobody waits for this');
      },
      CustomMessage: pass,
    });
    const messages = await sendEverything(tenant);
    expect(tenant.sources()).toEqual(purposes.map((purpose) => `CustomEmailSender_${purpose}`));
    expect(tenant.events.map(codeOf)).toEqual(messages.map(({ code }) => ({ local: true, code })));
    expect(tenant.events[0]?.request).toMatchObject({
      type: 'customEmailSenderRequestV1',
      clientMetadata: { locale: 'de' },
      userAttributes: { email: 'alex@example.com' },
    });
  });

  it('are one per medium', async () => {
    await using tenant = await startWithTriggers(
      { CustomSMSSender: pass },
      {
        pool: {
          AutoVerifiedAttributes: ['phone_number'],
          SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
        },
      },
    );
    const { send, clientId: ClientId } = tenant;
    await send(
      new SignUpCommand({
        ClientId,
        Username: 'alex',
        Password: password,
        UserAttributes: [{ Name: 'phone_number', Value: '+15555550123' }],
      }),
    );
    expect(tenant.events).toMatchObject([
      { triggerSource: 'CustomSMSSender_SignUp', request: { type: 'customSMSSenderRequestV1' } },
    ]);
  });
});

describe('codes of a sign-in', () => {
  it.each(['CustomMessage', 'CustomSMSSender'] as const)('go through %s', async (name) => {
    await using tenant = await startWithTriggers(
      {
        [name](event: TriggerEvent) {
          if (name === 'CustomMessage')
            event.response.smsMessage = `Sign in with ${event.request.codeParameter}`;
          return event;
        },
      },
      { pool: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } } },
    );
    const { send, userPoolId: UserPoolId } = tenant;
    await send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
      }),
    );
    await tenant.addUser('alex', {
      attributes: { phone_number: '+15555550123', phone_number_verified: 'true' },
    });
    const SMSMfaSettings = { Enabled: true, PreferredMfa: true };
    await send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: 'alex', SMSMfaSettings }));
    expect(await tenant.signIn('alex')).toMatchObject({ ChallengeName: 'SMS_MFA' });
    expect(tenant.sources()).toEqual([`${name}_Authentication`]);
    const [message] = await tenant.messages('+15555550123');
    expect(message?.code).toMatch(/^\d{6}$/);
    if (name === 'CustomMessage') expect(message?.body).toBe(`Sign in with ${message?.code}`);
  });
});

describe('UserMigration', () => {
  const migrate: TriggerHandler = (event) => {
    if (event.triggerSource === 'UserMigration_Authentication' && event.request.password !== password) {
      throw new Error('Bad password');
    }
    if (event.userName === 'nobody') return event;
    event.response = {
      ...event.response,
      userAttributes: { email: `${event.userName}@example.com`, email_verified: 'true' },
      finalUserStatus: 'CONFIRMED',
    };
    return event;
  };

  it('brings a user along at the first sign-in, with the password', async () => {
    await using tenant = await startWithTriggers({ UserMigration: migrate });
    const { AuthenticationResult } = await tenant.send(
      new InitiateAuthCommand({
        ClientId: tenant.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alex', PASSWORD: password },
        ClientMetadata: { from: 'old' },
      }),
    );
    expect(claimsOf(AuthenticationResult?.IdToken)).toMatchObject({
      'cognito:username': 'alex',
      email: 'alex@example.com',
      email_verified: true,
    });
    await tenant.signIn('alex');
    await expect(tenant.signIn('alex', 'Wrong-horse-1')).rejects.toThrow('Incorrect username or password.');
    expect(tenant.events).toHaveLength(1);
    expect(tenant.events[0]).toMatchObject({
      userName: 'alex',
      request: { password, validationData: { from: 'old' } },
      response: { userAttributes: null, finalUserStatus: null, messageAction: null },
    });
  });

  it.each([
    ['by SMS, when it does not say how', {}, ['+15555550123']],
    ['as it wishes', { desiredDeliveryMediums: ['EMAIL'] }, ['alex@example.com']],
    ['by both', { desiredDeliveryMediums: ['EMAIL', 'SMS'] }, ['alex@example.com', '+15555550123']],
    ['not at all', { messageAction: 'SUPPRESS', desiredDeliveryMediums: ['EMAIL'] }, []],
  ])('welcomes the user %s', async (_how, answer, addresses) => {
    await using tenant = await startWithTriggers({
      UserMigration: (event) => ({
        ...event,
        response: {
          userAttributes: { email: 'alex@example.com', phone_number: '+15555550123' },
          finalUserStatus: 'CONFIRMED',
          ...answer,
        },
      }),
    });
    await tenant.signIn('alex');
    await tenant.signIn('alex');
    const messages = tenant.server.messages();
    expect(messages.map(({ to }) => to)).toEqual(addresses);
    for (const message of messages) {
      expect(message).toMatchObject({ purpose: 'AdminCreateUser', username: 'alex', code: password });
    }
  });

  it('refuses without telling why, and stores nothing', async () => {
    await using tenant = await startWithTriggers({ UserMigration: migrate });
    await expect(tenant.signIn('alex', 'Wrong-horse-1')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Exception during user migration',
    });
    await expect(tenant.signIn('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(tenant.shown('alex')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('wants a new password unless it confirms', async () => {
    await using tenant = await startWithTriggers({
      UserMigration: (event) => ({
        ...event,
        response: { userAttributes: { email: 'alex@example.com', email_verified: 'true' } },
      }),
    });
    await expect(tenant.signIn('alex')).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
    expect((await tenant.shown('alex')).status).toBe('RESET_REQUIRED');
  });

  it('brings a user along who forgot the password', async () => {
    await using tenant = await startWithTriggers({ UserMigration: migrate });
    const { send, clientId: ClientId } = tenant;
    const { CodeDeliveryDetails } = await send(new ForgotPasswordCommand({ ClientId, Username: 'alex' }));
    expect(CodeDeliveryDetails?.Destination).toBe('a***@e***');
    expect((await tenant.shown('alex')).status).toBe('RESET_REQUIRED');
    const [message] = await tenant.messages('alex@example.com');
    const Password = 'Battery-staple-2';
    await send(
      new ConfirmForgotPasswordCommand({
        ClientId,
        Username: 'alex',
        ConfirmationCode: message?.code,
        Password,
      }),
    );
    expect((await tenant.signIn('alex', Password)).AuthenticationResult).toBeDefined();
    await expect(send(new ForgotPasswordCommand({ ClientId, Username: 'nobody' }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it.each([
    ['ENABLED', 'NotAuthorizedException', 'Incorrect username or password.'],
    ['LEGACY', 'UserNotFoundException', /^Exception migrating user in app client /],
  ] as const)('cannot bring along a user that the pool does not take (%s)', async (setting, name, text) => {
    await using tenant = await startWithTriggers(
      {
        UserMigration: (event) => ({
          ...event,
          response: { userAttributes: { 'custom:unknown': 'x' }, finalUserStatus: 'CONFIRMED' },
        }),
      },
      { appClient: { PreventUserExistenceErrors: setting } },
    );
    await expect(tenant.signIn('alex')).rejects.toMatchObject({ name, message: expect.stringMatching(text) });
    await expect(tenant.shown('alex')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

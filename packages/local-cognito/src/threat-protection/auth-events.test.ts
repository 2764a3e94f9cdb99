import {
  AdminInitiateAuthCommand,
  AdminListUserAuthEventsCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateAuthEventFeedbackCommand,
  type AuthEventType,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateAuthEventFeedbackCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { codeOf, signInWithPassword, startPages } from '../managed-login/testing/journey.ts';
import { signInSteps } from '../testing/respond.ts';
import {
  claimsOf,
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';
import type { TriggerHandler } from '../triggers/invoke.ts';

const attributes = { email: 'alex@acme.example', email_verified: 'true' };

async function startWithEvents({ pool, ...options }: TenantPoolOptions = {}) {
  const tenant = await startTenantPool({
    pool: {
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      AutoVerifiedAttributes: ['email'],
      ...pool,
    },
    ...options,
  });
  const list = (Username: string, more: { MaxResults?: number; NextToken?: string | undefined } = {}) =>
    tenant.send(new AdminListUserAuthEventsCommand({ UserPoolId: tenant.userPoolId, Username, ...more }));
  const eventsOf = async (Username: string): Promise<AuthEventType[]> =>
    (await list(Username)).AuthEvents ?? [];
  const code = (to: string) => tenant.server.messages({ to }).at(-1)?.code;
  return { ...tenant, list, eventsOf, code };
}

describe('events of users', () => {
  it('tell of a sign-in that passed and of one that failed, the newest first', async () => {
    const { clock, advance } = createTestClock();
    await using tenant = await startWithEvents({ clock });
    await tenant.addUser('alex', { attributes });
    await expect(tenant.signIn('alex', 'Wrong-horse-1')).rejects.toThrow();
    advance(1000);
    const { AuthenticationResult } = await tenant.signIn('alex');
    expect(await tenant.eventsOf('alex')).toEqual([
      {
        EventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        EventType: 'SignIn',
        CreationDate: new Date(Math.floor(clock() / 1000) * 1000),
        EventResponse: 'Pass',
        EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Success' }],
        EventContextData: {},
      },
      expect.objectContaining({
        EventResponse: 'Fail',
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Failure' }],
      }),
    ]);
    const [passed] = await tenant.eventsOf('alex');
    expect(claimsOf(AuthenticationResult?.AccessToken).event_id).toBe(passed?.EventId);
    await tenant.signIn('nobody').catch(() => {});
    expect(await tenant.eventsOf('alex')).toHaveLength(2);
  });

  it('follow one sign-in from its password through a wrong code to the right one', async () => {
    await using tenant = await startWithEvents({
      pool: {
        EmailConfiguration: {
          EmailSendingAccount: 'DEVELOPER',
          SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
        },
      },
    });
    const messages = { Message: 'Your code is {####}', Subject: 'Code' };
    await tenant.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: tenant.userPoolId,
        EmailMfaConfiguration: messages,
        MfaConfiguration: 'OPTIONAL',
      }),
    );
    await tenant.addUser('alex', { attributes });
    await tenant.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );
    const { Session } = await tenant.signIn('alex');
    const password = { ChallengeName: 'Password', ChallengeResponse: 'Success' };
    expect(await tenant.eventsOf('alex')).toMatchObject([
      { EventResponse: 'InProgress', ChallengeResponses: [password] },
    ]);
    const { respond } = signInSteps(tenant);
    await expect(respond('EMAIL_OTP', Session, { EMAIL_OTP_CODE: '000' })).rejects.toThrow();
    expect(await tenant.eventsOf('alex')).toMatchObject([
      {
        EventResponse: 'Fail',
        ChallengeResponses: [password, { ChallengeName: 'Mfa', ChallengeResponse: 'Failure' }],
      },
    ]);
    await respond('EMAIL_OTP', Session, { EMAIL_OTP_CODE: tenant.code(attributes.email) ?? '' });
    const [event, ...others] = await tenant.eventsOf('alex');
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      EventResponse: 'Pass',
      ChallengeResponses: [password, { ChallengeName: 'Mfa', ChallengeResponse: 'Success' }],
    });
    await expect(respond('EMAIL_OTP', Session, { EMAIL_OTP_CODE: '000' })).rejects.toThrow(
      'only be used once',
    );
    expect((await tenant.eventsOf('alex'))[0]?.EventResponse).toBe('Pass');
  });

  it('do not mind a challenge that is answered again', async () => {
    const challenges = 'arn:aws:lambda:us-east-1:000000000000:function:challenges';
    const handler: TriggerHandler = (event) => {
      const { session = [] } = event.request as { session?: unknown[] };
      if (event.triggerSource.startsWith('Define')) {
        const response = { failAuthentication: false, challengeName: 'CUSTOM_CHALLENGE' };
        return { ...event, response: { ...response, issueTokens: session.length === 2 } };
      }
      return event.triggerSource.startsWith('Verify')
        ? { ...event, response: { answerCorrect: true } }
        : event;
    };
    await using tenant = await startWithEvents({
      pool: {
        LambdaConfig: {
          DefineAuthChallenge: challenges,
          CreateAuthChallenge: challenges,
          VerifyAuthChallengeResponse: challenges,
        },
      },
      functions: { [challenges]: handler },
    });
    await tenant.addUser('alex');
    const { begin, respond } = signInSteps(tenant);
    const first = await begin('CUSTOM_AUTH');
    const second = await respond('CUSTOM_CHALLENGE', first.Session, { ANSWER: 'a' });
    const replay = respond('CUSTOM_CHALLENGE', first.Session, { ANSWER: 'a' });
    await expect(replay).rejects.toThrow('session can only be used once');
    expect(await tenant.eventsOf('alex')).toMatchObject([{ EventResponse: 'InProgress' }]);
    await respond('CUSTOM_CHALLENGE', second.Session, { ANSWER: 'b' });
    expect(await tenant.eventsOf('alex')).toMatchObject([{ EventResponse: 'Pass', ChallengeResponses: [] }]);
  });

  it('tell of sign-ins at managed login, a wrong password first', async () => {
    await using domain = await startPages({
      pool: { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
    });
    await signInWithPassword(domain, { Username: 'alex', Password: 'Wrong-horse-1' });
    const { page } = await signInWithPassword(domain);
    expect(codeOf(page)).not.toBe('');
    const { AuthEvents } = await domain.send(
      new AdminListUserAuthEventsCommand({ UserPoolId: domain.userPoolId, Username: 'alex' }),
    );
    expect(AuthEvents).toMatchObject([
      { EventResponse: 'Pass', ChallengeResponses: [{ ChallengeResponse: 'Success' }] },
      { EventResponse: 'Fail', ChallengeResponses: [{ ChallengeResponse: 'Failure' }] },
    ]);
  });

  it('count refreshes as no sign-ins', async () => {
    await using tenant = await startWithEvents();
    await tenant.addUser('alex');
    const { AuthenticationResult } = await tenant.signIn('alex');
    await tenant.send(
      new InitiateAuthCommand({
        ClientId: tenant.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { USERNAME: 'alex', REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
      }),
    );
    expect(await tenant.eventsOf('alex')).toHaveLength(1);
  });

  it('tell of a sign-up, a resent code and a forgotten and a changed password', async () => {
    await using tenant = await startWithEvents();
    const user = { ClientId: tenant.clientId, Username: 'alex' };
    const UserAttributes = [{ Name: 'email', Value: attributes.email }];
    await tenant.send(new SignUpCommand({ ...user, Password: password, UserAttributes }));
    const told = async () =>
      (await tenant.eventsOf('alex')).map(({ EventType, EventResponse }) => `${EventType} ${EventResponse}`);
    expect(await told()).toEqual(['SignUp InProgress']);
    const confirm = (ConfirmationCode = '') =>
      tenant.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode }));
    await expect(confirm('000000-')).rejects.toThrow();
    expect(await told()).toEqual(['SignUp Fail']);
    await tenant.send(new ResendConfirmationCodeCommand(user));
    await confirm(tenant.code(attributes.email));
    expect(await told()).toEqual(['ResendCode Pass', 'SignUp Pass']);
    await tenant.send(new ForgotPasswordCommand(user));
    expect((await told())[0]).toBe('ForgotPassword InProgress');
    await tenant.send(
      new ConfirmForgotPasswordCommand({
        ...user,
        ConfirmationCode: tenant.code(attributes.email),
        Password: 'Battery-staple-2',
      }),
    );
    const { AuthenticationResult } = await tenant.signIn('alex', 'Battery-staple-2');
    const change = (PreviousPassword: string) =>
      tenant.send(
        new ChangePasswordCommand({
          AccessToken: AuthenticationResult?.AccessToken,
          PreviousPassword,
          ProposedPassword: 'Battery-staple-3',
        }),
      );
    await expect(change('Wrong-horse-1')).rejects.toThrow();
    await change('Battery-staple-2');
    expect(await told()).toEqual([
      'PasswordChange Pass',
      'PasswordChange Fail',
      'SignIn Pass',
      'ForgotPassword Pass',
      'ResendCode Pass',
      'SignUp Pass',
    ]);
  });

  it('show the address that an Admin call passes on, and a public one only where the client propagates it', async () => {
    await using tenant = await startWithEvents();
    await tenant.addUser('alex');
    const AuthParameters = { USERNAME: 'alex', PASSWORD: password };
    const ContextData = {
      IpAddress: '192.0.2.1',
      ServerName: 'acme',
      ServerPath: '/',
      HttpHeaders: [{ headerName: 'user-agent', headerValue: 'test' }],
    };
    await tenant.send(
      new AdminInitiateAuthCommand({
        UserPoolId: tenant.userPoolId,
        ClientId: tenant.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters,
        ContextData,
      }),
    );
    expect((await tenant.eventsOf('alex'))[0]?.EventContextData).toEqual({ IpAddress: '192.0.2.1' });
    await tenant.send(
      new InitiateAuthCommand({
        ClientId: tenant.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters,
        UserContextData: { IpAddress: '192.0.2.2' },
      }),
    );
    expect((await tenant.eventsOf('alex'))[0]?.EventContextData).toEqual({});
  });

  it('come in pages, and are a hundred at most', async () => {
    await using tenant = await startWithEvents();
    await tenant.addUser('alex');
    await tenant.addUser('bob');
    for (let index = 0; index < 105; index += 1) await tenant.signIn('alex');
    const ids = new Set<string>();
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await tenant.list('alex', { MaxResults: 40, NextToken });
      for (const { EventId = '' } of page.AuthEvents ?? []) ids.add(EventId);
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken !== undefined);
    expect([ids.size, pages]).toEqual([100, 3]);
    expect(await tenant.eventsOf('bob')).toEqual([]);
    await expect(tenant.list('alex', { NextToken: 'x' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  }, 30_000);

  it('take the feedback of an administrator, each for itself', async () => {
    await using tenant = await startWithEvents();
    await tenant.addUser('alex');
    await tenant.addUser('bob');
    await tenant.signIn('alex');
    await tenant.signIn('alex');
    const [newer] = await tenant.eventsOf('alex');
    const user = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    const feedback = { ...user, EventId: newer?.EventId, FeedbackValue: 'Invalid' as const };
    await tenant.send(new AdminUpdateAuthEventFeedbackCommand(feedback));
    const [first, second] = await tenant.eventsOf('alex');
    expect(first?.EventFeedback).toMatchObject({ FeedbackValue: 'Invalid', Provider: 'Admin' });
    expect(first?.EventFeedback?.FeedbackDate).toBeInstanceOf(Date);
    expect(second?.EventFeedback).toBeUndefined();
    await expect(
      tenant.send(new AdminUpdateAuthEventFeedbackCommand({ ...feedback, EventId: 'event-1' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      tenant.send(new AdminUpdateAuthEventFeedbackCommand({ ...feedback, Username: 'bob' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      tenant.send(new AdminUpdateAuthEventFeedbackCommand({ ...feedback, Username: 'nobody' })),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(
      tenant.send(new UpdateAuthEventFeedbackCommand({ ...feedback, FeedbackToken: 'a.b.c' })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('are not kept without threat protection', async () => {
    await using tenant = await startWithEvents({ pool: { UserPoolAddOns: { AdvancedSecurityMode: 'OFF' } } });
    await tenant.addUser('alex');
    await tenant.signIn('alex');
    await expect(tenant.list('alex')).rejects.toMatchObject({ name: 'UserPoolAddOnNotEnabledException' });
    const document = await tenant.server.exportPool(tenant.userPoolId, { secrets: true });
    expect(document.documents.map(({ kind }) => kind)).not.toContain('auth-events');
  });
});

import {
  AdminDisableUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import cognitoJs from 'amazon-cognito-identity-js';
import { describe, expect, it } from 'vitest';
import { claimsOf, password, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';
import type { TriggerEvent, TriggerHandler } from '../triggers/invoke.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const LambdaConfig = {
  DefineAuthChallenge: arn('define'),
  CreateAuthChallenge: arn('create'),
  VerifyAuthChallengeResponse: arn('verify'),
  PreAuthentication: arn('pre'),
  PostAuthentication: arn('post'),
};

interface Result {
  challengeName: string;
  challengeResult: boolean;
}

const answer = (event: TriggerEvent, response: object) => ({ ...event, response });
const sessionOf = (event: TriggerEvent) => event.request.session as Result[];

/** A riddle after the password, where there is one; two tries. */
const define: TriggerHandler = (event) => {
  const results = sessionOf(event);
  const last = results.at(-1);
  const riddles = results.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
  if (last?.challengeName === 'SRP_A') return answer(event, { challengeName: 'PASSWORD_VERIFIER' });
  if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) {
    return answer(event, { issueTokens: true, failAuthentication: false });
  }
  if (riddles.length === 2) return answer(event, { issueTokens: false, failAuthentication: true });
  return answer(event, { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false });
};
const create: TriggerHandler = (event) =>
  answer(event, {
    publicChallengeParameters: { riddle: 'What has keys but opens no lock?' },
    privateChallengeParameters: { solution: 'piano' },
    challengeMetadata: 'RIDDLE',
  });
const verify: TriggerHandler = (event) => {
  const { privateChallengeParameters: secret, challengeAnswer } = event.request as {
    privateChallengeParameters: { solution: string };
    challengeAnswer: string;
  };
  return answer(event, { answerCorrect: challengeAnswer === secret.solution });
};

async function startWithRiddles(
  options: TenantPoolOptions = {},
  functions: Record<string, TriggerHandler> = {},
) {
  const events: TriggerEvent[] = [];
  const handlers = {
    define,
    create,
    verify,
    pre: (event: TriggerEvent) => event,
    post: (event: TriggerEvent) => event,
  };
  const recorded = Object.entries({ ...handlers, ...functions }).map(([name, handler]) => [
    arn(name),
    (event: TriggerEvent) => {
      events.push(structuredClone(event));
      return handler(event);
    },
  ]);
  const tenant = await startTenantPool({
    pool: { LambdaConfig },
    functions: Object.fromEntries(recorded),
    ...options,
  });
  await tenant.addUser('alex', { attributes: { email: 'alex@example.com' } });
  const begin = (USERNAME = 'alex', more: Record<string, string> = {}) =>
    tenant.send(
      new InitiateAuthCommand({
        ClientId: tenant.clientId,
        AuthFlow: 'CUSTOM_AUTH',
        AuthParameters: { USERNAME, ...more },
        ClientMetadata: { from: 'initiate' },
      }),
    );
  const solve = (Session: string | undefined, ANSWER: string, USERNAME = 'alex') =>
    tenant.send(
      new RespondToAuthChallengeCommand({
        ClientId: tenant.clientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session,
        ChallengeResponses: { USERNAME, ANSWER },
        ClientMetadata: { from: 'respond' },
      }),
    );
  const sources = () => events.map(({ triggerSource }) => triggerSource.replace('_Authentication', ''));
  return { ...tenant, events, begin, solve, sources };
}

const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('custom authentication', () => {
  it('asks, judges and signs in as the three functions say, with the events of AWS', async () => {
    await using tenant = await startWithRiddles();
    const { Session, ...challenge } = await tenant.begin();
    expect(challenge).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { riddle: 'What has keys but opens no lock?', USERNAME: 'alex' },
    });
    const { AuthenticationResult } = await tenant.solve(Session, 'piano');
    expect(claimsOf(AuthenticationResult?.AccessToken).username).toBe('alex');
    expect(tenant.sources()).toEqual([
      'DefineAuthChallenge',
      'CreateAuthChallenge',
      'VerifyAuthChallengeResponse',
      'DefineAuthChallenge',
      'PostAuthentication',
    ]);
    const [first, created, verified, second, post] = tenant.events;
    expect(first).toMatchObject({
      version: '1',
      region: 'us-east-1',
      userPoolId: tenant.userPoolId,
      userName: 'alex',
      callerContext: { clientId: tenant.clientId },
      response: { challengeName: null, issueTokens: null, failAuthentication: null },
    });
    const userAttributes = {
      sub: expect.any(String),
      'cognito:user_status': 'CONFIRMED',
      email: 'alex@example.com',
    };
    expect(first?.request).toEqual({ userAttributes, session: [] });
    expect(created?.request).toEqual({ userAttributes, challengeName: 'CUSTOM_CHALLENGE', session: [] });
    const clientMetadata = { from: 'respond' };
    expect(verified?.request).toEqual({
      userAttributes,
      privateChallengeParameters: { solution: 'piano' },
      challengeAnswer: 'piano',
      clientMetadata,
    });
    expect(second?.request).toEqual({
      userAttributes,
      session: [{ challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'RIDDLE' }],
      clientMetadata,
    });
    expect(post?.request).toEqual({ userAttributes, newDeviceUsed: false, clientMetadata });
  });

  it('gives another try with a new session, until the functions have had enough', async () => {
    await using tenant = await startWithRiddles();
    const first = await tenant.begin();
    const second = await tenant.solve(first.Session, 'guitar');
    expect(second.ChallengeName).toBe('CUSTOM_CHALLENGE');
    await expect(tenant.solve(first.Session, 'piano')).rejects.toThrow('session can only be used once');
    await expect(tenant.solve(second.Session, 'violin')).rejects.toMatchObject(incorrect);
    expect(tenant.sources()).not.toContain('PostAuthentication');
  });

  it('begins with the password for amazon-cognito-identity-js, and ends there when it is wrong', async () => {
    await using tenant = await startWithRiddles();
    const signIn = (Password: string) => {
      const Pool = new cognitoJs.CognitoUserPool({
        UserPoolId: tenant.userPoolId,
        ClientId: tenant.clientId,
        endpoint: tenant.server.endpoint,
      });
      const user = new cognitoJs.CognitoUser({ Username: 'alex', Pool });
      user.setAuthenticationFlowType('CUSTOM_AUTH');
      return new Promise<cognitoJs.CognitoUserSession>((resolve, reject) => {
        const callbacks = {
          onSuccess: resolve,
          onFailure: reject,
          customChallenge: () => user.sendCustomChallengeAnswer('piano', callbacks),
        };
        user.authenticateUser(new cognitoJs.AuthenticationDetails({ Username: 'alex', Password }), callbacks);
      });
    };
    expect((await signIn(password)).isValid()).toBe(true);
    expect(
      sessionOf(tenant.events.find(({ triggerSource }) => triggerSource.startsWith('Create')) as never),
    ).toEqual([
      { challengeName: 'SRP_A', challengeResult: true },
      { challengeName: 'PASSWORD_VERIFIER', challengeResult: true },
    ]);
    await expect(signIn('Wrong-horse-1')).rejects.toMatchObject({ message: incorrect.message });
  });

  it('runs for names that nobody has where the client hides who exists, and never signs them in', async () => {
    const appClient = { PreventUserExistenceErrors: 'ENABLED' as const };
    await using tenant = await startWithRiddles({ appClient });
    const { Session, ChallengeParameters } = await tenant.begin('nobody');
    expect(ChallengeParameters).toEqual({ riddle: 'What has keys but opens no lock?', USERNAME: 'nobody' });
    await expect(tenant.solve(Session, 'piano', 'nobody')).rejects.toMatchObject(incorrect);
    expect(tenant.events.map(({ request }) => request.userNotFound)).toEqual([true, true, true, true]);
    expect(tenant.events[0]).toMatchObject({ userName: 'nobody', request: { userAttributes: {} } });
    await tenant.begin('alex');
    expect(tenant.events.at(-1)?.request.userNotFound).toBe(false);
  });

  it('has no stand-in for functions that are missing', async () => {
    const { VerifyAuthChallengeResponse: _, ...incomplete } = LambdaConfig;
    for (const config of [undefined, incomplete]) {
      await using tenant = await startWithRiddles({ pool: config ? { LambdaConfig: config } : {} });
      await expect(tenant.begin()).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'Custom auth lambda trigger is not configured for the user pool.',
      });
      await expect(tenant.begin('nobody')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
    await using tenant = await startWithRiddles();
    await expect(tenant.begin('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('refuses what functions may not answer, and users who may not sign in', async () => {
    const decisions: object[] = [
      { challengeName: 'MAGIC' },
      {},
      { issueTokens: 'yes' },
      { challengeName: 'SRP_A' },
    ];
    await using tenant = await startWithRiddles(
      {},
      { define: (event) => answer(event, decisions.shift() ?? { issueTokens: true }) },
    );
    while (decisions.length > 0) {
      await expect(tenant.begin()).rejects.toMatchObject({
        name: 'InvalidLambdaResponseException',
        message: 'Unrecognizable lambda output',
      });
    }
    expect((await tenant.begin()).AuthenticationResult).toBeDefined();
    await tenant.send(new AdminDisableUserCommand({ UserPoolId: tenant.userPoolId, Username: 'alex' }));
    await expect(tenant.begin()).rejects.toThrow('User is disabled.');
  });

  it('passes on what a function throws', async () => {
    const create = () => Promise.reject(new Error('no riddle today'));
    await using tenant = await startWithRiddles({}, { create });
    await expect(tenant.begin()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'CreateAuthChallenge failed with error no riddle today.',
    });
  });
});

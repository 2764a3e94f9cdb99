import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, password, startTenantPool } from '../testing/tenant-pool.ts';
import type { TriggerEvent, TriggerHandler } from './invoke.ts';

type Send = CognitoIdentityProviderClient['send'];

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

async function startWithPostAuthentication(postAuthentication: TriggerHandler = (event) => event) {
  const events: TriggerEvent[] = [];
  const record =
    (handler: TriggerHandler): TriggerHandler =>
    (event) => {
      events.push(structuredClone(event));
      return handler(event);
    };
  const pass: TriggerHandler = (event) => event;
  const tenant = await startTenantPool({
    pool: {
      LambdaConfig: {
        PreAuthentication: arn('pre'),
        PostAuthentication: arn('post'),
        PreTokenGeneration: arn('token'),
      },
    },
    functions: {
      [arn('pre')]: record(pass),
      [arn('post')]: record(postAuthentication),
      [arn('token')]: record(pass),
    },
  });
  const begin = () =>
    tenant.send(
      new InitiateAuthCommand({
        ClientId: tenant.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alex', PASSWORD: password },
        ClientMetadata: { from: 'initiate' },
      }),
    );
  const sources = () => events.map(({ triggerSource }) => triggerSource);
  return { ...tenant, events, begin, sources };
}

describe('the PostAuthentication function', () => {
  it('runs after everything is proven and before the tokens are made, and not on refresh', async () => {
    await using tenant = await startWithPostAuthentication();
    await tenant.addUser('alex');
    const { AuthenticationResult } = await tenant.begin();
    expect(tenant.sources()).toEqual([
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ]);
    expect(tenant.events[1]).toMatchObject({ version: '1', userName: 'alex', response: {} });
    expect(tenant.events[1]?.request).toEqual({
      userAttributes: { sub: expect.any(String), 'cognito:user_status': 'CONFIRMED' },
      newDeviceUsed: false,
    });
    const RefreshToken = AuthenticationResult?.RefreshToken;
    await tenant.send(new GetTokensFromRefreshTokenCommand({ ClientId: tenant.clientId, RefreshToken }));
    expect(tenant.sources().filter((source) => source.startsWith('Post'))).toHaveLength(1);
  });

  it('waits for the last challenge, and gets the metadata of its answer', async () => {
    await using tenant = await startWithPostAuthentication();
    await tenant.addUser('alex', { temporary: true });
    const { Session } = await tenant.begin();
    expect(tenant.sources()).toEqual(['PreAuthentication_Authentication']);
    await tenant.send(
      new RespondToAuthChallengeCommand({
        ClientId: tenant.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD: 'Battery-staple-2' },
        ClientMetadata: { from: 'respond' },
      }),
    );
    expect(tenant.sources().slice(1)).toEqual([
      'PostAuthentication_Authentication',
      'TokenGeneration_NewPasswordChallenge',
    ]);
    expect(tenant.events[1]?.request.clientMetadata).toEqual({ from: 'respond' });
  });

  it('fails the sign-in when it throws, and what was changed before stays', async () => {
    await using tenant = await startWithPostAuthentication(() => Promise.reject(new Error('not today')));
    await tenant.addUser('alex', { temporary: true });
    const { Session } = await tenant.begin();
    const answer = tenant.send(
      new RespondToAuthChallengeCommand({
        ClientId: tenant.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD: 'Battery-staple-2' },
      }),
    );
    await expect(answer).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostAuthentication failed with error not today.',
    });
    const user = await tenant.send(
      new AdminGetUserCommand({ UserPoolId: tenant.userPoolId, Username: 'alex' }),
    );
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(tenant.sources()).not.toContain('TokenGeneration_NewPasswordChallenge');
  });

  it('is the last word: what it changes of the user stands in the tokens, and what it ends gets none', async () => {
    let act: (tenant: { send: Send; userPoolId: string }) => Promise<unknown> = async () => undefined;
    await using tenant = await startWithPostAuthentication(async (event) => {
      await act(tenant);
      return event;
    });
    await tenant.addUser('alex');
    const admin = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    act = ({ send }) =>
      send(
        new AdminUpdateUserAttributesCommand({ ...admin, UserAttributes: [{ Name: 'name', Value: 'Alex' }] }),
      );
    expect(claimsOf((await tenant.begin()).AuthenticationResult?.IdToken).name).toBe('Alex');
    act = ({ send }) => send(new AdminUserGlobalSignOutCommand(admin));
    await expect(tenant.begin()).rejects.toThrow('Incorrect username or password.');
    act = ({ send }) => send(new AdminDisableUserCommand(admin));
    await expect(tenant.begin()).rejects.toThrow('User is disabled.');
  });
});

import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, password, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';
import type { TriggerEvent, TriggerHandler } from './invoke.ts';

const preAuthentication = 'arn:aws:lambda:us-east-1:000000000000:function:pre-authentication';
const preToken = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';

/** A pool with both triggers (PreTokenGeneration V2_0); `events` is what they were told. */
async function startWithTriggers(
  handlers: { preAuthentication?: TriggerHandler; preToken?: TriggerHandler } = {},
  options: TenantPoolOptions = {},
) {
  const events: TriggerEvent[] = [];
  const record =
    (handler: TriggerHandler = (event) => event): TriggerHandler =>
    (event) => {
      events.push(structuredClone(event));
      return handler(event);
    };
  const tenant = await startTenantPool({
    pool: {
      LambdaConfig: {
        PreAuthentication: preAuthentication,
        PreTokenGenerationConfig: { LambdaArn: preToken, LambdaVersion: 'V2_0' },
      },
    },
    functions: {
      [preAuthentication]: record(handlers.preAuthentication),
      [preToken]: record(handlers.preToken),
    },
    ...options,
  });
  const signIn = (USERNAME: string, PASSWORD = password, ClientMetadata?: Record<string, string>) =>
    tenant.send(
      new InitiateAuthCommand({
        ClientId: tenant.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
        ClientMetadata,
      }),
    );
  return { ...tenant, events, signIn };
}

describe('triggers of a sign-in', () => {
  it('see the client’s metadata where AWS passes it, and nowhere else', async () => {
    await using tenant = await startWithTriggers();
    const { clientId: ClientId, events } = tenant;
    await tenant.addUser('alex', { temporary: true });
    const { Session } = await tenant.signIn('alex', password, { tenant_id: 'from-initiate' });
    const { AuthenticationResult } = await tenant.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD: 'Battery-staple-2' },
        ClientMetadata: { tenant_id: 'from-respond' },
      }),
    );
    const RefreshToken = AuthenticationResult?.RefreshToken ?? '';
    await tenant.signIn('alex', 'Battery-staple-2', { tenant_id: 'from-initiate' });
    await tenant.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
        ClientMetadata: { tenant_id: 'from-refresh' },
      }),
    );
    await tenant.send(
      new GetTokensFromRefreshTokenCommand({
        ClientId,
        RefreshToken,
        ClientMetadata: { tenant_id: 'from-exchange' },
      }),
    );
    const told = events.map(({ triggerSource, request: { validationData, clientMetadata } }) => ({
      triggerSource,
      ...(validationData === undefined ? {} : { validationData }),
      ...(clientMetadata === undefined ? {} : { clientMetadata }),
    }));
    expect(told).toEqual([
      { triggerSource: 'PreAuthentication_Authentication', validationData: { tenant_id: 'from-initiate' } },
      {
        triggerSource: 'TokenGeneration_NewPasswordChallenge',
        clientMetadata: { tenant_id: 'from-respond' },
      },
      { triggerSource: 'PreAuthentication_Authentication', validationData: { tenant_id: 'from-initiate' } },
      { triggerSource: 'TokenGeneration_Authentication' },
      { triggerSource: 'TokenGeneration_RefreshTokens' },
      { triggerSource: 'TokenGeneration_RefreshTokens', clientMetadata: { tenant_id: 'from-exchange' } },
    ]);
  });

  it('can refuse before the password is looked at, and leave nothing behind', async () => {
    await using tenant = await startWithTriggers({
      preAuthentication: () => {
        throw new Error('tenant is suspended');
      },
    });
    await tenant.addUser('alex');
    for (const secret of [password, 'x', 'x', 'x', 'x', 'x', 'x']) {
      await expect(tenant.signIn('alex', secret)).rejects.toMatchObject({
        name: 'UserLambdaValidationException',
        message: 'PreAuthentication failed with error tenant is suspended.',
      });
    }
  });

  it('are told of nobody only where the client hides who exists', async () => {
    await using hiding = await startWithTriggers(
      {},
      { appClient: { PreventUserExistenceErrors: 'ENABLED' } },
    );
    await expect(hiding.signIn('nobody')).rejects.toThrow('Incorrect username or password.');
    expect(hiding.events).toMatchObject([
      { userName: 'nobody', request: { userAttributes: {}, userNotFound: true } },
    ]);
    await using telling = await startWithTriggers();
    await expect(telling.signIn('nobody')).rejects.toThrow('User does not exist.');
    expect(telling.events).toEqual([]);
  });

  it('write claims into both tokens', async () => {
    const roles = ['admin', 'member'];
    await using tenant = await startWithTriggers({
      preToken: (event) => {
        const claimsToAddOrOverride = {
          tenant_id: 'tnt_acme',
          roles,
          limits: { seats: 5 },
          sub: 'someone else',
        };
        event.response.claimsAndScopeOverrideDetails = {
          idTokenGeneration: { claimsToAddOrOverride, claimsToSuppress: ['email'] },
          accessTokenGeneration: { claimsToAddOrOverride, scopesToAdd: ['tasks/read'] },
          groupOverrideDetails: { groupsToOverride: ['staff'] },
        };
        return event;
      },
    });
    const sub = await tenant.addUser('alex', { attributes: { email: 'alex@example.com' } });
    const { AuthenticationResult: tokens } = await tenant.signIn('alex');
    for (const token of [tokens?.IdToken, tokens?.AccessToken]) {
      expect(claimsOf(token)).toMatchObject({
        sub,
        tenant_id: 'tnt_acme',
        roles,
        limits: { seats: 5 },
        'cognito:groups': ['staff'],
      });
    }
    expect(claimsOf(tokens?.IdToken).email).toBeUndefined();
    expect(claimsOf(tokens?.AccessToken).scope).toBe('aws.cognito.signin.user.admin tasks/read');
  });

  it('can close the user operations to a token by suppressing their scope', async () => {
    await using tenant = await startWithTriggers({
      preToken: (event) => {
        event.response.claimsAndScopeOverrideDetails = {
          accessTokenGeneration: { scopesToSuppress: ['aws.cognito.signin.user.admin'] },
        };
        return event;
      },
    });
    await tenant.addUser('alex');
    const { AuthenticationResult } = await tenant.signIn('alex');
    await expect(
      tenant.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken })),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token does not have required scopes',
    });
  });

  it('may act on the server themselves: what they change counts', async () => {
    await using tenant = await startWithTriggers();
    const { userPoolId: UserPoolId } = tenant;
    tenant.server.registerFunction(preAuthentication, async (event) => {
      await tenant.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: 'alex',
          UserAttributes: [{ Name: 'name', Value: 'Alex' }],
        }),
      );
      return event;
    });
    await tenant.addUser('alex');
    const { AuthenticationResult } = await tenant.signIn('alex');
    expect(claimsOf(AuthenticationResult?.IdToken).name).toBe('Alex');
  });

  it('get no tokens for a user who is signed out, disabled or deleted while they run', async () => {
    await using tenant = await startWithTriggers();
    const user = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    await tenant.addUser('alex');
    for (const [command, message] of [
      [new AdminUserGlobalSignOutCommand(user), 'Refresh Token has been revoked'],
      [new AdminDisableUserCommand(user), 'User is disabled.'],
      [new AdminDeleteUserCommand(user), 'User does not exist.'],
    ] as const) {
      tenant.server.registerFunction(preToken, async (event) => {
        await tenant.send(command as AdminDisableUserCommand);
        return event;
      });
      await expect(tenant.signIn('alex')).rejects.toMatchObject({ message });
      if (command instanceof AdminDisableUserCommand) await tenant.send(new AdminEnableUserCommand(user));
    }
  });

  it('belong to their pool, and go with its configuration', async () => {
    await using tenant = await startWithTriggers();
    await tenant.addUser('alex');
    await tenant.send(new UpdateUserPoolCommand({ UserPoolId: tenant.userPoolId }));
    expect((await tenant.signIn('alex')).AuthenticationResult).toBeDefined();
    expect(tenant.events).toEqual([]);
  });
});

import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  ListUserSessionsCommand,
  RevokeUserSessionCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createTestClock, startTenantPool } from '../testing/tenant-pool.ts';

async function startTracking(MaxPerUser = 3, rotates = false) {
  const testClock = createTestClock();
  const appClient = rotates
    ? {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const],
        RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 0 },
      }
    : {};
  const tenant = await startTenantPool({ clock: testClock.clock, appClient });
  const { userPoolId: UserPoolId, clientId: ClientId } = tenant;
  await tenant.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser },
    }),
  );
  await tenant.addUser('alex');
  const tokens = async () => {
    testClock.advance(1000);
    const { AccessToken = '', RefreshToken = '' } = (await tenant.signIn('alex')).AuthenticationResult ?? {};
    return { AccessToken, RefreshToken };
  };
  const refresh = async (RefreshToken: string) => {
    testClock.advance(1000);
    const { AuthenticationResult } = await tenant.send(
      new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }),
    );
    return AuthenticationResult;
  };
  const list = async () => {
    const { Sessions } = await tenant.send(
      new AdminListUserSessionsCommand({ UserPoolId, Username: 'alex' }),
    );
    return Sessions ?? [];
  };
  const isSignedIn = (AccessToken: string) =>
    tenant.send(new GetUserCommand({ AccessToken })).then(
      () => true,
      () => false,
    );
  return { ...tenant, ...testClock, tokens, refresh, list, isSignedIn };
}

describe('user sessions', () => {
  it('are listed, the caller’s marked, and ended one by one', async () => {
    await using tenant = await startTracking();
    const [first, second] = [await tenant.tokens(), await tenant.tokens()];
    const { Sessions = [] } = await tenant.send(
      new ListUserSessionsCommand({ AccessToken: second.AccessToken }),
    );
    expect(Sessions).toHaveLength(2);
    expect(Sessions[0]).toMatchObject({
      SessionId: expect.stringMatching(/^tkn[a-z0-9]{25}$/),
      SessionType: 'TOKEN',
      ClientId: tenant.clientId,
      CreateDate: new Date(tenant.clock()),
      LastActiveDate: new Date(tenant.clock()),
      IsCurrentSession: true,
    });
    expect(Sessions[1]?.IsCurrentSession).toBe(false);
    const revoke = (SessionId = '') =>
      tenant.send(new RevokeUserSessionCommand({ AccessToken: second.AccessToken, SessionId }));
    await expect(revoke(Sessions[0]?.SessionId)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await revoke(Sessions[1]?.SessionId);
    expect(await tenant.isSignedIn(first.AccessToken)).toBe(false);
    await expect(tenant.refresh(first.RefreshToken)).rejects.toThrow('Refresh Token has been revoked');
    expect(await tenant.isSignedIn(second.AccessToken)).toBe(true);
    expect(await tenant.list()).toHaveLength(1);
    await expect(revoke(Sessions[1]?.SessionId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(revoke('tkn')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('give way to new ones, the least recently used first', async () => {
    await using tenant = await startTracking(2);
    const [first, second] = [await tenant.tokens(), await tenant.tokens()];
    await tenant.refresh(first.RefreshToken);
    const third = await tenant.tokens();
    const signedIn = [first, second, third].map(({ AccessToken }) => tenant.isSignedIn(AccessToken));
    expect(await Promise.all(signedIn)).toEqual([true, false, true]);
    expect(await tenant.list()).toHaveLength(2);
  });

  it('live on through refreshes with rotation', async () => {
    await using tenant = await startTracking(3, true);
    const { RefreshToken } = await tenant.tokens();
    const [before] = await tenant.list();
    const refreshed = await tenant.refresh(RefreshToken);
    const after = await tenant.list();
    expect(after).toEqual([{ ...before, LastActiveDate: new Date(tenant.clock()) }]);
    await tenant.send(
      new AdminRevokeUserSessionCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        SessionId: after[0]?.SessionId,
      }),
    );
    expect(await tenant.isSignedIn(refreshed?.AccessToken ?? '')).toBe(false);
    expect(await tenant.list()).toEqual([]);
  });

  it('are tracked where the pool asks for it, and not in the LITE tier', async () => {
    await using tenant = await startTenantPool();
    const { userPoolId: UserPoolId, clientId: ClientId } = tenant;
    expect(await tenant.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }))).toMatchObject({
      UserPoolId,
      UserSessionTracking: 'DISABLED',
      TokenSession: { MaxPerUser: 20 },
    });
    const client = { UserPoolId, ClientId };
    const SSOSession = { MaxValidityMinutes: 0 };
    expect(await tenant.send(new GetUserPoolClientSessionConfigurationCommand(client))).toMatchObject({
      SSOSession: { MaxValidityMinutes: 60 },
    });
    const setClient = new SetUserPoolClientSessionConfigurationCommand({ ...client, SSOSession });
    await expect(tenant.send(setClient)).rejects.toThrow(
      'Session tracking must be enabled for the user pool.',
    );
    const setTracking = (UserSessionTracking: 'ENABLED' | 'DISABLED') =>
      tenant.send(
        new SetUserPoolSessionConfigurationCommand({
          UserPoolId,
          UserSessionTracking,
          TokenSession: { MaxPerUser: 20 },
        }),
      );
    await setTracking('ENABLED');
    await tenant.send(setClient);
    await setTracking('DISABLED');
    expect(await tenant.send(new GetUserPoolClientSessionConfigurationCommand(client))).toMatchObject({
      SSOSession,
    });
    await tenant.addUser('alex');
    const AccessToken = (await tenant.signIn('alex')).AuthenticationResult?.AccessToken;
    expect((await tenant.send(new ListUserSessionsCommand({ AccessToken }))).Sessions).toEqual([]);
    await expect(
      tenant.send(
        new SetUserPoolSessionConfigurationCommand({
          UserPoolId,
          UserSessionTracking: 'ENABLED',
          TokenSession: { MaxPerUser: 101 },
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });

    await using lite = await startTenantPool({ pool: { UserPoolTier: 'LITE' } });
    const refused = { name: 'FeatureUnavailableInTierException' };
    const litePool = { UserPoolId: lite.userPoolId };
    await expect(
      lite.send(
        new SetUserPoolSessionConfigurationCommand({
          ...litePool,
          UserSessionTracking: 'ENABLED',
          TokenSession: { MaxPerUser: 5 },
        }),
      ),
    ).rejects.toMatchObject(refused);
    await expect(
      lite.send(
        new SetUserPoolClientSessionConfigurationCommand({
          ...litePool,
          ClientId: lite.clientId,
          SSOSession,
        }),
      ),
    ).rejects.toMatchObject(refused);
  });
});

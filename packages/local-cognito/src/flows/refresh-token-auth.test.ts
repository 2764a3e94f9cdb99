import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUpdateUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import {
  claimsOf,
  createTestClock,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

async function startSignedIn(options: TenantPoolOptions = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({ clock: testClock.clock, ...options });
  await tenant.addUser('alex');
  const tokens = async () => {
    const {
      AccessToken = '',
      IdToken = '',
      RefreshToken = '',
    } = (await tenant.signIn('alex')).AuthenticationResult ?? {};
    return { AccessToken, IdToken, RefreshToken };
  };
  const refresh = async (RefreshToken: string, ClientId = tenant.clientId) => {
    const answer = await tenant.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
    return answer.AuthenticationResult;
  };
  const exchange = async (RefreshToken: string, ClientId = tenant.clientId) =>
    (await tenant.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken })))
      .AuthenticationResult;
  const getUser = (AccessToken: string) => tenant.send(new GetUserCommand({ AccessToken }));
  return { ...tenant, ...testClock, tokens, refresh, exchange, getUser };
}

const refused = (message: string) => ({ name: 'NotAuthorizedException', message });

describe('refresh tokens', () => {
  it('bring new ID and access tokens of the same sign-in, with the user as it is now', async () => {
    await using tenant = await startSignedIn();
    const first = await tenant.tokens();
    tenant.advance(90_000);
    await tenant.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        UserAttributes: [{ Name: 'name', Value: 'Alex' }],
      }),
    );
    for (const answer of [
      await tenant.refresh(first.RefreshToken),
      await tenant.exchange(first.RefreshToken),
    ]) {
      expect(answer?.RefreshToken).toBeUndefined();
      const [before, after] = [claimsOf(first.IdToken), claimsOf(answer?.IdToken)];
      expect(after).toMatchObject({
        name: 'Alex',
        auth_time: before.auth_time,
        origin_jti: before.origin_jti,
        event_id: before.event_id,
        iat: Number(before.iat) + 90,
      });
      expect(after.jti).not.toBe(before.jti);
    }
  });

  it('are refused when they are unknown, another client’s, or expired', async () => {
    await using tenant = await startSignedIn({
      appClient: { RefreshTokenValidity: 2, TokenValidityUnits: { RefreshToken: 'hours' } },
    });
    const { RefreshToken, AccessToken } = await tenant.tokens();
    const other = await tenant.addClient();
    const invalid = refused('Invalid Refresh Token');
    await expect(tenant.refresh(RefreshToken, other.clientId)).rejects.toMatchObject(invalid);
    await expect(tenant.exchange(RefreshToken, other.clientId)).rejects.toMatchObject(invalid);
    await expect(tenant.refresh(`${RefreshToken}A`)).rejects.toMatchObject(invalid);
    await expect(tenant.refresh(AccessToken)).rejects.toMatchObject(invalid);
    tenant.advance(2 * 3600_000 - 1);
    expect(await tenant.refresh(RefreshToken)).toBeDefined();
    tenant.advance(1);
    await expect(tenant.refresh(RefreshToken)).rejects.toMatchObject(refused('Refresh Token has expired'));
  });

  it('end with RevokeToken, together with the access tokens of that sign-in only', async () => {
    await using tenant = await startSignedIn();
    const [revoked, kept] = [await tenant.tokens(), await tenant.tokens()];
    const refreshed = await tenant.refresh(revoked.RefreshToken);
    await tenant.send(new RevokeTokenCommand({ ClientId: tenant.clientId, Token: revoked.RefreshToken }));
    await expect(tenant.refresh(revoked.RefreshToken)).rejects.toMatchObject(
      refused('Refresh Token has been revoked'),
    );
    for (const token of [revoked.AccessToken, refreshed?.AccessToken ?? '']) {
      await expect(tenant.getUser(token)).rejects.toMatchObject(refused('Access Token has been revoked'));
    }
    expect((await tenant.getUser(kept.AccessToken)).Username).toBe('alex');
    expect(await tenant.refresh(kept.RefreshToken)).toBeDefined();
    const revoke = (Token: string, ClientId = tenant.clientId) =>
      tenant.send(new RevokeTokenCommand({ ClientId, Token }));
    await expect(revoke(kept.AccessToken)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
    const other = await tenant.addClient();
    await expect(revoke(kept.RefreshToken, other.clientId)).rejects.toMatchObject({
      name: 'UnauthorizedException',
    });
    const keeping = await tenant.addClient({ EnableTokenRevocation: false });
    await expect(revoke(kept.RefreshToken, keeping.clientId)).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });

  it('end with GlobalSignOut everywhere, and a new sign-in in the same second is good', async () => {
    await using tenant = await startSignedIn();
    const [one, two] = [await tenant.tokens(), await tenant.tokens()];
    await tenant.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    for (const { RefreshToken, AccessToken } of [one, two]) {
      await expect(tenant.refresh(RefreshToken)).rejects.toMatchObject(
        refused('Refresh Token has been revoked'),
      );
      await expect(tenant.getUser(AccessToken)).rejects.toMatchObject(
        refused('Access Token has been revoked'),
      );
    }
    const three = await tenant.tokens();
    expect((await tenant.getUser(three.AccessToken)).Username).toBe('alex');
    expect(await tenant.exchange(three.RefreshToken)).toBeDefined();
  });

  it('do not outlive the user, nor work while it is disabled', async () => {
    await using tenant = await startSignedIn();
    const { RefreshToken, AccessToken } = await tenant.tokens();
    const user = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    await tenant.send(new AdminDisableUserCommand(user));
    await expect(tenant.refresh(RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(tenant.getUser(AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await tenant.send(new AdminEnableUserCommand(user));
    const again = await tenant.tokens();
    await tenant.send(new AdminDeleteUserCommand(user));
    await tenant.addUser('alex');
    await expect(tenant.refresh(again.RefreshToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(tenant.getUser(again.AccessToken)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('are replaced where the client rotates them, with a grace period for retries', async () => {
    await using tenant = await startSignedIn({
      appClient: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      },
    });
    const { RefreshToken } = await tenant.tokens();
    await expect(tenant.refresh(RefreshToken)).rejects.toThrow(
      'REFRESH_TOKEN_AUTH flow not enabled for this client',
    );
    const second = (await tenant.exchange(RefreshToken))?.RefreshToken ?? '';
    expect(second).not.toBe(RefreshToken);
    tenant.advance(9_999);
    expect((await tenant.exchange(RefreshToken))?.RefreshToken).toBeDefined();
    tenant.advance(1);
    await expect(tenant.exchange(RefreshToken)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
    tenant.advance(30 * 24 * 3600_000 - 10_001);
    const third = (await tenant.exchange(second))?.RefreshToken ?? '';
    tenant.advance(1);
    await expect(tenant.exchange(third)).rejects.toMatchObject(refused('Refresh Token has expired'));
  });

  it('are not spent by a rotation that a trigger refused', async () => {
    let refuses = false;
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:claims';
    await using tenant = await startSignedIn({
      pool: { LambdaConfig: { PreTokenGeneration: arn } },
      functions: {
        [arn]: (event) => {
          if (refuses) throw new Error('no');
          return event;
        },
      },
      appClient: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      },
    });
    const { RefreshToken } = await tenant.tokens();
    refuses = true;
    await expect(tenant.exchange(RefreshToken)).rejects.toThrow('PreTokenGeneration failed with error no.');
    refuses = false;
    expect((await tenant.exchange(RefreshToken))?.RefreshToken).toBeDefined();
    await expect(tenant.exchange(RefreshToken)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
  });
});

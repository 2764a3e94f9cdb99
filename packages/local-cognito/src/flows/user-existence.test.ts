import {
  AdminInitiateAuthCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createTestClock, startTenantPool } from '../testing/tenant-pool.ts';

const hidden = { PreventUserExistenceErrors: 'ENABLED' } as const;
type Tenant = Awaited<ReturnType<typeof startTenantPool>>;

const startSrp = (tenant: Tenant, USERNAME: string) =>
  tenant.send(
    new InitiateAuthCommand({
      ClientId: tenant.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME, SRP_A: 'abcdef' },
    }),
  );

const answerSrp = (tenant: Tenant, parameters: Record<string, string> = {}) =>
  tenant.send(
    new RespondToAuthChallengeCommand({
      ClientId: tenant.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: parameters.USERNAME ?? '',
        PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK ?? '',
        PASSWORD_CLAIM_SIGNATURE: 'bm8=',
        TIMESTAMP: 'Tue Mar 3 09:08:07 UTC 2026',
      },
    }),
  );

describe('user existence', () => {
  it('is told by clients that do not hide it, and by Admin operations always', async () => {
    await using tenant = await startTenantPool();
    const unknown = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(tenant.signIn('nobody')).rejects.toMatchObject(unknown);
    await expect(startSrp(tenant, 'nobody')).rejects.toMatchObject(unknown);
    await using hiding = await startTenantPool({ appClient: hidden });
    await expect(
      hiding.send(
        new AdminInitiateAuthCommand({
          UserPoolId: hiding.userPoolId,
          ClientId: hiding.clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'nobody', PASSWORD: 'x' },
        }),
      ),
    ).rejects.toMatchObject(unknown);
  });

  it('is hidden behind the answer to a wrong password, lock included', async () => {
    await using tenant = await startTenantPool({ appClient: hidden, clock: createTestClock().clock });
    await tenant.addUser('alex');
    for (const name of ['alex', 'nobody']) {
      const messages = [];
      for (let attempt = 0; attempt < 6; attempt++) {
        messages.push(await tenant.signIn(name, 'x').catch((error) => `${error.name}: ${error.message}`));
      }
      expect(messages).toEqual([
        ...Array(5).fill('NotAuthorizedException: Incorrect username or password.'),
        'NotAuthorizedException: Password attempts exceeded',
      ]);
    }
  });

  it('is hidden in SRP behind a challenge that looks real and stays the same', async () => {
    await using tenant = await startTenantPool({ appClient: hidden });
    await tenant.addUser('alex');
    const [known, unknown, again, other] = await Promise.all(
      ['alex', 'nobody', 'nobody', 'somebody'].map((name) => startSrp(tenant, name)),
    );
    expect(Object.keys(unknown?.ChallengeParameters ?? {})).toEqual(
      Object.keys(known?.ChallengeParameters ?? {}),
    );
    expect(unknown?.ChallengeParameters?.SALT).toMatch(/^[0-9a-f]{32}$/);
    expect(again?.ChallengeParameters?.SALT).toBe(unknown?.ChallengeParameters?.SALT);
    expect(other?.ChallengeParameters?.SALT).not.toBe(unknown?.ChallengeParameters?.SALT);
    expect(again?.ChallengeParameters?.SRP_B).not.toBe(unknown?.ChallengeParameters?.SRP_B);
    for (const challenge of [known, unknown]) {
      await expect(answerSrp(tenant, challenge?.ChallengeParameters)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    }
  });
});

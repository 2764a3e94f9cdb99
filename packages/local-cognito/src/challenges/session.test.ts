import { RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createTestClock, startTenantPool } from '../testing/tenant-pool.ts';

/** Someone has proven a temporary password; `answer` responds with a new one. */
async function startAtNewPassword() {
  const testClock = createTestClock();
  const tenant = await startTenantPool({ clock: testClock.clock });
  await tenant.addUser('alex', { temporary: true });
  await tenant.addUser('eve');
  const { Session } = await tenant.signIn('alex');
  const answer = (
    more: {
      ClientId?: string;
      Session?: string;
      ChallengeName?: 'SOFTWARE_TOKEN_MFA';
      USERNAME?: string;
      NEW_PASSWORD?: string;
    } = {},
  ) => {
    const { USERNAME = 'alex', NEW_PASSWORD = 'Battery-staple-2', ...members } = more;
    return tenant.send(
      new RespondToAuthChallengeCommand({
        ClientId: tenant.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME, NEW_PASSWORD, SOFTWARE_TOKEN_MFA_CODE: '123456' },
        ...members,
      }),
    );
  };
  return { ...tenant, ...testClock, answer };
}

const refused = (message: string) => ({ name: 'NotAuthorizedException', message });

describe('a session', () => {
  it('can be used once', async () => {
    await using tenant = await startAtNewPassword();
    expect((await tenant.answer()).AuthenticationResult).toBeDefined();
    for (const NEW_PASSWORD of ['Battery-staple-2', 'short']) {
      await expect(tenant.answer({ NEW_PASSWORD })).rejects.toMatchObject(
        refused('Invalid session for the user, session can only be used once.'),
      );
    }
  });

  it('can be used once even when two answers race', async () => {
    await using tenant = await startAtNewPassword();
    const answers = await Promise.allSettled([tenant.answer(), tenant.answer(), tenant.answer()]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('expires after the client’s minutes', async () => {
    await using tenant = await startAtNewPassword();
    tenant.advance(3 * 60_000 - 1);
    await expect(tenant.answer({ USERNAME: 'eve' })).rejects.toMatchObject(
      refused('Invalid session for the user.'),
    );
    tenant.advance(1);
    await expect(tenant.answer()).rejects.toMatchObject(
      refused('Invalid session for the user, session is expired.'),
    );
  });

  it('belongs to one client, one challenge and one user', async () => {
    await using tenant = await startAtNewPassword();
    const other = await tenant.addClient();
    const invalid = refused('Invalid session for the user.');
    await expect(tenant.answer({ ClientId: other.clientId })).rejects.toMatchObject(invalid);
    await expect(tenant.answer({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })).rejects.toMatchObject(invalid);
    await expect(tenant.answer({ USERNAME: 'eve' })).rejects.toMatchObject(invalid);
    await expect(tenant.answer({ Session: 'x'.repeat(128) })).rejects.toMatchObject(invalid);
    expect((await tenant.answer()).AuthenticationResult).toBeDefined();
  });
});

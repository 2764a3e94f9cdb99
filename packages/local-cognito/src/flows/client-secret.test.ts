import {
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { computeSecretHash } from '../crypto/secret-hash.ts';
import { password, startTenantPool } from '../testing/tenant-pool.ts';

async function startWithSecret() {
  const tenant = await startTenantPool({ appClient: { GenerateSecret: true } });
  const { clientId, clientSecret } = tenant;
  const hash = (username: string) => computeSecretHash({ clientSecret, clientId, username });
  return { ...tenant, hash };
}

describe('a client with a secret', () => {
  it('proves it at every step', async () => {
    await using tenant = await startWithSecret();
    const { clientId, hash } = tenant;
    await tenant.addUser('alex', { temporary: true });
    const missing = {
      name: 'NotAuthorizedException',
      message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
    };
    const wrong = {
      name: 'NotAuthorizedException',
      message: `SecretHash does not match for the client: ${clientId}`,
    };
    await expect(tenant.signIn('alex')).rejects.toMatchObject(missing);
    await expect(tenant.signIn('alex', password, { SECRET_HASH: hash('eve') })).rejects.toMatchObject(wrong);
    const { Session } = await tenant.signIn('alex', password, { SECRET_HASH: hash('alex') });
    const answer = (more: Record<string, string>) =>
      tenant.send(
        new RespondToAuthChallengeCommand({
          ClientId: clientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD: 'Battery-staple-2', ...more },
        }),
      );
    await expect(answer({})).rejects.toMatchObject(missing);
    await expect(answer({ SECRET_HASH: hash('eve') })).rejects.toMatchObject(wrong);
    expect((await answer({ SECRET_HASH: hash('alex') })).AuthenticationResult).toBeDefined();
  });

  it('proves it to refresh, by hash or by the secret itself', async () => {
    await using tenant = await startWithSecret();
    const { clientId: ClientId, clientSecret, hash } = tenant;
    await tenant.addUser('alex');
    const { AuthenticationResult } = await tenant.signIn('alex', password, { SECRET_HASH: hash('alex') });
    const RefreshToken = AuthenticationResult?.RefreshToken ?? '';
    const refresh = (more: Record<string, string>) =>
      tenant.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: RefreshToken, ...more },
        }),
      );
    await expect(refresh({})).rejects.toThrow('SECRET_HASH was not received');
    await expect(refresh({ SECRET_HASH: hash('eve') })).rejects.toThrow('SecretHash does not match');
    expect((await refresh({ SECRET_HASH: hash('alex') })).AuthenticationResult).toBeDefined();

    const exchange = (ClientSecret?: string) =>
      tenant.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, ClientSecret }));
    await expect(exchange()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(exchange('x'.repeat(50))).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await exchange(clientSecret)).AuthenticationResult).toBeDefined();
  });
});

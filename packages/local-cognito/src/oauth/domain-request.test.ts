import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { CreateUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startDomain } from '../testing/domain.ts';

/** Asks by a host's name without resolving it. */
function ask(endpoint: string, host: string, path: string): Promise<{ status: number; body: string }> {
  const { port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    request({ host: 'localhost', port, path, headers: { host: `${host}:${port}` } }, async (response) => {
      resolve({ status: response.statusCode ?? 0, body: await text(response) });
    })
      .on('error', reject)
      .end();
  });
}

describe('a user pool’s domain', () => {
  it('is reached by its host, its own name and by path; other hosts are the server’s', async () => {
    await using domain = await startDomain();
    await domain.send(
      new CreateUserPoolDomainCommand({
        UserPoolId: domain.userPoolId,
        Domain: 'login.acme.example',
        CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' },
      }),
    );
    const statusAt = async (host: string, path = '/oauth2/userInfo') =>
      (await ask(domain.endpoint, host, path)).status;
    expect(await statusAt('acme.auth.us-east-1.localhost')).toBe(400);
    expect(await statusAt('login.acme.example')).toBe(400);
    expect(await statusAt('localhost', '/domains/acme/oauth2/userInfo')).toBe(400);
    for (const host of ['localhost', 'acme', 'acme.auth.eu-west-1.localhost', 'acme.example']) {
      expect(await statusAt(host)).toBe(404);
    }
  });

  it('cannot take the place of the server by its prefix', async () => {
    await using domain = await startDomain();
    const pool = await domain.addPool('localhost');
    expect(pool.userPoolId).not.toBe('');
    expect(await ask(domain.endpoint, 'localhost', '/health')).toEqual({
      status: 200,
      body: '{"status":"ok"}',
    });
  });

  it('says what it has and how', async () => {
    await using domain = await startDomain();
    const nothing = await fetch(`${domain.base}/oauth2/nothing`);
    expect([nothing.status, await nothing.json()]).toEqual([
      404,
      { message: 'There is nothing at /oauth2/nothing.' },
    ]);
    const wrong = await fetch(`${domain.base}/oauth2/token`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });
});

import { request } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startLocalCognito } from './start.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** Asks by a host's name without resolving it, and trusts `ca` alone. */
function ask(
  endpoint: string,
  { ca, hostname }: { ca: string | undefined; hostname: string },
): Promise<number> {
  const { port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port,
        path: '/health',
        servername: hostname,
        headers: { host: hostname },
        ca,
        agent: false,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    )
      .on('error', reject)
      .end();
  });
}

describe('https', () => {
  it('answers localhost and the hosts of all prefix domains under a certificate of its own', async () => {
    await using cognito = await startLocalCognito({ https: true });
    const { httpsEndpoint = '', httpsCertificate: ca } = cognito;
    expect(httpsEndpoint).toMatch(/^https:\/\/localhost:\d+$/);
    expect(ca).toMatch(/^-----BEGIN CERTIFICATE-----/);
    for (const hostname of ['localhost', 'acme.auth.us-east-1.localhost']) {
      expect(await ask(httpsEndpoint, { ca, hostname })).toBe(200);
    }
    await expect(ask(httpsEndpoint, { ca, hostname: 'evil.example' })).rejects.toThrow(/altnames/);
    await expect(ask(httpsEndpoint, { ca: undefined, hostname: 'localhost' })).rejects.toThrow(/self-signed/);
  });

  it('is off unless asked for', async () => {
    await using cognito = await startLocalCognito();
    expect(cognito.httpsEndpoint).toBeUndefined();
  });

  it('keeps its certificate over a restart', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data.sqlite');
    const certificate = async () => {
      await using cognito = await startLocalCognito({ data, https: true });
      return cognito.httpsCertificate;
    };
    const first = await certificate();
    expect(await certificate()).toBe(first);
  });
});

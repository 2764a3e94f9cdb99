import { request } from 'node:https';
import { join } from 'node:path';
import {
  CreateManagedLoginBrandingCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startLocalCognito } from './start.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { startTenantPool } from './testing/tenant-pool.ts';

/** Asks by a host's name without resolving it, and trusts `ca` alone. */
function ask(
  endpoint: string,
  { ca, hostname, path = '/health' }: { ca: string | undefined; hostname: string; path?: string },
): Promise<{ status: number; location: string | undefined; cookies: string[] }> {
  const { port } = new URL(endpoint);
  const options = {
    host: '127.0.0.1',
    port,
    path,
    servername: hostname,
    headers: { host: hostname },
    agent: false,
  };
  return new Promise((resolve, reject) => {
    request({ ...options, ca }, ({ statusCode = 0, headers }) => {
      resolve({ status: statusCode, location: headers.location, cookies: headers['set-cookie'] ?? [] });
    })
      .on('response', (response) => response.resume())
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
      expect((await ask(httpsEndpoint, { ca, hostname })).status).toBe(200);
    }
    await expect(ask(httpsEndpoint, { ca, hostname: 'evil.example' })).rejects.toThrow(/altnames/);
    await expect(ask(httpsEndpoint, { ca: undefined, hostname: 'localhost' })).rejects.toThrow(/self-signed/);
  });

  it('serves the domains of user pools, with cookies that http does not get', async () => {
    await using sdk = await startTenantPool({ https: true });
    const { send, userPoolId: UserPoolId, server, addClient } = sdk;
    await send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme', ManagedLoginVersion: 2 }));
    const { clientId } = await addClient({
      CallbackURLs: ['https://app.acme.example/callback'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      SupportedIdentityProviders: ['COGNITO'],
    });
    await send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId,
        ClientId: clientId,
        UseCognitoProvidedValues: true,
      }),
    );
    const query = new URLSearchParams({ response_type: 'code', client_id: clientId });
    query.set('redirect_uri', 'https://app.acme.example/callback');
    const { httpsEndpoint = '', httpsCertificate: ca } = server;
    const hostname = 'acme.auth.us-east-1.localhost';
    const page = await ask(httpsEndpoint, { ca, hostname, path: `/login?${query}` });
    expect(page.status).toBe(200);
    expect(page.cookies.length).toBeGreaterThan(0);
    for (const cookie of page.cookies) expect(cookie).toMatch(/; Secure$/);
    const authorize = await ask(httpsEndpoint, { ca, hostname, path: `/oauth2/authorize?${query}` });
    expect(authorize.location).toBe(`/login?${query}`);
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

import {
  CreateManagedLoginBrandingCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

async function startWithDomain(ManagedLoginVersion = 2) {
  const tenant = await startTenantPool();
  const UserPoolId = tenant.userPoolId;
  await tenant.send(
    new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme-login', ManagedLoginVersion }),
  );
  const get = async (query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${tenant.server.endpoint}/domains/acme-login/error?${query}`, { headers });
    return { response, text: await response.text() };
  };
  return { ...tenant, UserPoolId, get };
}

describe('/error', () => {
  it.each([
    ['redirect_mismatch', 'allowed callback URLs'],
    ['unknown_client', 'client_id'],
    ['expired', 'It must accept cookies.'],
    ['forged', 'did not come from a page of ours'],
    ['unsolicited', 'Start at the app, not at the provider.'],
    ['something_else', 'An error was encountered with the requested page.'],
    ['constructor', 'An error was encountered with the requested page.'],
    ['', 'An error was encountered with the requested page.'],
  ])('answers 400 and says what to do for %j', async (error, text) => {
    await using tenant = await startWithDomain();
    const page = await tenant.get(new URLSearchParams({ error, client_id: tenant.clientId }).toString());
    expect(page.response.status).toBe(400);
    expect(page.response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain(text);
  });

  it('shows nothing of what stands in its query or cookies', async () => {
    await using tenant = await startWithDomain();
    const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>zzz`;
    const names = [
      'error',
      'error_description',
      'client_id',
      'lang',
      'ui_locales',
      'redirect_uri',
      'state',
      'zzz',
    ];
    for (const name of names) {
      const query = new URLSearchParams({ error: 'expired', client_id: tenant.clientId, [name]: hostile });
      const { text, response } = await tenant.get(query.toString(), { cookie: 'lang=<script>zzz' });
      expect(text, name).not.toMatch(/zzz|alert\(1\)|<img/);
      expect(response.headers.get('set-cookie'), name).toBeNull();
    }
  });

  it('speaks the language that is asked for, and remembers it', async () => {
    await using tenant = await startWithDomain();
    const { response, text } = await tenant.get('error=expired&lang=de');
    expect(text).toMatch(/<html lang="de"[\s\S]*Das hat zu lange gedauert/);
    expect(response.headers.get('set-cookie')).toBe(
      'lang=de; Path=/domains/acme-login; SameSite=Lax; HttpOnly',
    );
    expect((await tenant.get('error=expired', { cookie: 'lang=ja' })).text).toContain('<html lang="ja"');
    expect((await tenant.get('error=expired', { 'accept-language': 'es-MX' })).text).toContain(
      '<html lang="es"',
    );
  });

  it('wears the style of a client of this pool only', async () => {
    await using tenant = await startWithDomain();
    const { UserPoolId, clientId } = tenant;
    const theme = (text: string) => /theme\.css\?client_id=(\w*)/.exec(text)?.[1];
    expect(theme((await tenant.get(`client_id=${clientId}`)).text)).toBe('');
    await tenant.send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId,
        ClientId: clientId,
        UseCognitoProvidedValues: true,
      }),
    );
    expect(theme((await tenant.get(`client_id=${clientId}`)).text)).toBe(clientId);
    expect(theme((await tenant.get('client_id=another')).text)).toBe('');

    await using classic = await startWithDomain(1);
    expect(theme((await classic.get(`client_id=${classic.clientId}`)).text)).toBe(classic.clientId);
    const { UserPool } = await classic.send(new CreateUserPoolCommand({ PoolName: 'other' }));
    const other = new CreateUserPoolClientCommand({ UserPoolId: UserPool?.Id, ClientName: 'web' });
    const { UserPoolClient } = await classic.send(other);
    expect(theme((await classic.get(`client_id=${UserPoolClient?.ClientId}`)).text)).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { startDomain } from '../testing/domain.ts';
import { startTenantPool } from '../testing/tenant-pool.ts';

const tooLarge = 'x'.repeat(300 * 1024);
const html = 'text/html; charset=utf-8';

/** A domain where clients cannot be read, once or from now on. */
async function startBroken({ isForGood = false } = {}) {
  const domain = await startDomain();
  const { get } = domain.cognito.store.clients;
  domain.cognito.store.clients.get = () => {
    if (!isForGood) domain.cognito.store.clients.get = get;
    throw new Error('The disk is gone.');
  };
  return domain;
}

describe('a request at a domain that fails', () => {
  it.each(['/oauth2/authorize', '/login', '/signup', '/forgotPassword'])(
    'is answered with a page at %s, in the user’s language and without the reason',
    async (path) => {
      await using domain = await startBroken();
      const response = await fetch(`${domain.base}${path}?${domain.queryOf({ lang: 'de' })}`);
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(response.headers.get('content-type')).toBe(html);
      expect(text).toContain('Hier ist etwas schiefgegangen.');
      expect(text).not.toContain('disk');
    },
  );

  it('is answered with a page too when the page’s style cannot be read either', async () => {
    await using domain = await startBroken({ isForGood: true });
    const response = await fetch(`${domain.base}/login?${domain.queryOf()}`);
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe(html);
    expect(await response.text()).not.toContain('disk');
  });

  it('is answered with JSON where apps call', async () => {
    await using domain = await startBroken();
    const { status, body, headers } = await domain.token({ grant_type: 'refresh_token', refresh_token: 'x' });
    expect(status).toBe(500);
    expect(body).toEqual({ error: 'server_error', error_description: 'Something went wrong.' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('is told apart when it is too large', async () => {
    await using domain = await startDomain();
    const page = await fetch(`${domain.base}/login?${domain.queryOf()}`, { method: 'POST', body: tooLarge });
    expect(page.status).toBe(413);
    expect(page.headers.get('content-type')).toBe(html);
    const { status, body } = await domain.token({ grant_type: tooLarge });
    expect(status).toBe(413);
    expect(body).toMatchObject({ error: 'invalid_request' });
  });
});

describe('a request at a page of local-cognito’s own that fails', () => {
  it('is answered with a page for browsers, and with JSON for all others', async () => {
    const fakeProviders = [{ name: 'globex', displayName: 'Globex', protocol: 'saml' as const, people: [] }];
    await using tenant = await startTenantPool({ fakeProviders });
    const post = (accept: string) =>
      fetch(`${tenant.server.endpoint}/_local/providers/globex/sso`, {
        method: 'POST',
        headers: { accept },
        body: tooLarge.repeat(4),
      });
    const page = await post('text/html,*/*');
    expect(page.status).toBe(413);
    expect(page.headers.get('content-type')).toBe(html);
    expect(await page.text()).toContain('The request body is larger than');
    const other = await post('*/*');
    expect(other.status).toBe(413);
    expect(other.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  });
});

import { describe, expect, it } from 'vitest';
import { callback, startDomain, startDomainServer } from '../testing/domain.ts';

const bye = 'https://app.acme.example/bye';

describe('GET /logout', () => {
  it('ends the browser’s session and goes to the logout URI', async () => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    const query = new URLSearchParams({ client_id: domain.client.id, logout_uri: bye });
    const { status, location, cookies } = await domain.get(`/logout?${query}`, { cookie });
    expect([status, location]).toEqual([302, bye]);
    expect(cookies).toEqual(['cognito=; Path=/domains/acme; Max-Age=0; SameSite=Lax; HttpOnly']);
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
  });

  it('goes to the login page with an authorization request', async () => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    const query = domain.queryOf({ state: 's', scope: 'openid' });
    const { location } = await domain.get(`/logout?${query}`, { cookie });
    expect(location).toBe(`/domains/acme/login?${query}`);
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
  });

  it('ends nothing with an authorization request that leads elsewhere', async () => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    const query = domain.queryOf({ redirect_uri: 'https://evil.example/callback' });
    const { answer, cookies } = await domain.get(`/logout?${query}`, { cookie });
    expect(answer).toEqual({ error: 'redirect_mismatch', client_id: domain.client.id });
    expect(cookies).toEqual([]);
    expect((await domain.authorize({}, cookie)).answer.code).toBeDefined();
  });

  it('prefers the logout URI over a redirect URI', async () => {
    await using domain = await startDomain();
    const { location } = await domain.get(`/logout?${domain.queryOf({ logout_uri: bye })}`);
    expect(location).toBe(bye);
  });

  it.each([
    ['another page of the app', 'https://app.acme.example/elsewhere'],
    ['a page below', `${bye}/more`],
    ['a callback', callback],
    ['another host', 'https://evil.example/bye'],
    ['user info', 'https://app.acme.example@evil.example/bye'],
    ['a script', 'javascript:alert(1)'],
    ['nothing', ''],
  ])('is no open redirect, and ends nothing: %s', async (_what, logoutUri) => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    const query = new URLSearchParams({ client_id: domain.client.id, logout_uri: logoutUri });
    const { location, cookies } = await domain.get(`/logout?${query}`, { cookie });
    expect(location).toBe(`/domains/acme/error?error=redirect_mismatch&client_id=${domain.client.id}`);
    expect(cookies).toEqual([]);
    expect((await domain.authorize({}, cookie)).answer.code).toBeDefined();
  });

  it('is refused for a client of another pool, and for two logout URIs', async () => {
    await using server = await startDomainServer();
    const [acme, globex] = [await server.addPool('acme'), await server.addPool('globex')];
    const foreign = new URLSearchParams({ client_id: globex.client.id, logout_uri: bye });
    expect((await acme.get(`/logout?${foreign}`)).answer).toEqual({ error: 'unknown_client' });
    const twice = `client_id=${acme.client.id}&logout_uri=${bye}&logout_uri=https://evil.example`;
    expect((await acme.get(`/logout?${twice}`)).answer.error).toBe('redirect_mismatch');
  });
});

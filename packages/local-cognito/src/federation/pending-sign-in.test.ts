import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteIdentityProviderCommand,
  DeleteUserPoolDomainCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startSamlPool } from '../testing/saml-pool.ts';
import { createBrowser } from './testing/browser.ts';
import { callback, startFederatedPool } from './testing/federated-pool.ts';
import { startOidcProvider } from './testing/oidc-provider.ts';

const errorOf = (location: string) => new URL(location).searchParams.get('error');

describe("a provider's answer", () => {
  it('is taken once: a replay belongs to no sign-in', async () => {
    await using pool = await startFederatedPool();
    const answer = await pool.visitProvider();
    const first = await pool.browser.go(answer);
    expect(first.location).toContain(callback);
    const second = await pool.browser.go(answer);
    expect(second.location).toContain(`${pool.base}/error`);
    expect(errorOf(second.location)).toBe('unsolicited');
    expect(pool.idp.requestsTo('/token')).toHaveLength(1);
    // Whichever browser replays it.
    expect(errorOf((await createBrowser().go(answer)).location)).toBe('unsolicited');
  });

  it('is taken for five minutes', async () => {
    await using pool = await startFederatedPool();
    const late = await pool.visitProvider();
    pool.advance(5 * 60_000);
    expect(errorOf((await pool.browser.go(late)).location)).toBe('expired');
    expect((await pool.traces())[0]?.outcome?.text).toContain('more than five minutes');
    const early = await pool.visitProvider();
    pool.advance(5 * 60_000 - 1);
    expect((await pool.browser.go(early)).location).toContain(callback);
  });

  it('is not taken in another browser than the one that began (login CSRF)', async () => {
    await using pool = await startFederatedPool();
    const attackers = await pool.visitProvider();
    const victim = createBrowser();
    const withoutCookie = await victim.go(attackers);
    expect(errorOf(withoutCookie.location)).toBe('expired');
    await pool.visitProvider({}, victim);
    const withOwnCookie = await victim.go(attackers);
    expect(errorOf(withOwnCookie.location)).toBe('expired');
    expect(withOwnCookie.location).not.toContain(callback);
    const traced = (await pool.traces()).flatMap(({ steps }) => steps.map(({ text }) => text));
    expect(traced).toContain(
      'The answer came in another browser than the one that began, and was not taken.',
    );
    // The one who began is not disturbed by it.
    expect((await pool.browser.go(attackers)).location).toContain(callback);
  });

  it('is taken in each of two tabs of one browser', async () => {
    await using pool = await startFederatedPool();
    const first = await pool.visitProvider();
    const second = await pool.visitProvider();
    expect((await pool.browser.go(first)).location).toContain(callback);
    expect((await pool.browser.go(second)).location).toContain(callback);
  });

  it.each([
    ['no state', '?code=a'],
    ['an unknown state', `?code=a&state=${'x'.repeat(43)}`],
    ['an empty state', '?code=a&state='],
    ['a state twice', '?code=a&state=x&state=x'],
  ])('with %s is unsolicited', async (_what, query) => {
    await using pool = await startFederatedPool();
    await pool.visitProvider();
    const { location } = await pool.browser.go(`${pool.base}/oauth2/idpresponse${query}`);
    expect(errorOf(location)).toBe('unsolicited');
  });

  it('with another state beside its own is unsolicited, and the sign-in goes on', async () => {
    await using pool = await startFederatedPool();
    const answer = await pool.visitProvider();
    const { location } = await pool.browser.go(`${answer}&state=another`);
    expect(errorOf(location)).toBe('unsolicited');
    expect((await pool.browser.go(answer)).location).toContain(callback);
  });

  it("is not taken at another pool's domain", async () => {
    await using pool = await startFederatedPool();
    const { UserPool } = await pool.send(new CreateUserPoolCommand({ PoolName: 'initech' }));
    await pool.send(new CreateUserPoolDomainCommand({ UserPoolId: UserPool?.Id, Domain: 'initech' }));
    const answer = new URL(await pool.visitProvider());
    const [cookie = ''] = (await pool.browser.go(pool.authorizeUrl())).cookies;
    const elsewhere = `${pool.server.endpoint}/domains/initech/oauth2/idpresponse${answer.search}`;
    const response = await fetch(elsewhere, {
      redirect: 'manual',
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect(response.headers.get('location')).toBe('/domains/initech/error?error=unsolicited');
  });

  it('is not taken where the domain has gone to another pool meanwhile', async () => {
    await using pool = await startFederatedPool();
    const answer = await pool.visitProvider();
    const { UserPool } = await pool.send(new CreateUserPoolCommand({ PoolName: 'initech' }));
    const Domain = 'globex';
    await pool.send(new DeleteUserPoolDomainCommand({ UserPoolId: pool.userPoolId, Domain }));
    await pool.send(new CreateUserPoolDomainCommand({ UserPoolId: UserPool?.Id, Domain }));
    expect(errorOf((await pool.browser.go(answer)).location)).toBe('unsolicited');
  });

  it("is not taken at the pool's domain by another host", async () => {
    await using pool = await startFederatedPool();
    const begun = await pool.browser.go(pool.authorizeUrl());
    const { location } = await pool.browser.go(begun.location);
    const response = await fetch(location.replace('localhost', '127.0.0.1'), {
      redirect: 'manual',
      headers: { cookie: begun.cookies[0]?.split(';')[0] ?? '' },
    });
    expect(response.headers.get('location')).toBe('/domains/globex/error?error=unsolicited');
  });

  it('to a SAML request does not come by OpenID Connect', async () => {
    await using saml = await startSamlPool();
    const browser = createBrowser();
    const { relayState } = await saml.begin(browser);
    const answer = new URLSearchParams({ state: relayState, code: 'forged' });
    const { location } = await browser.go(`${saml.pool.base}/oauth2/idpresponse?${answer}`);
    expect(new URL(location).searchParams.get('error_description')).toBe(
      'Invalid response from identity provider',
    );
  });

  it("of another tenant's provider is not taken for this one's (mix-up)", async () => {
    await using pool = await startFederatedPool();
    await using initech = await startOidcProvider({ clientId: 'initech' });
    await pool.addProvider({ ProviderName: 'Initech', ProviderDetails: initech.details });
    const other = await pool.addAppClient({ SupportedIdentityProviders: ['Initech'] });
    // The attacker's provider sends the browser on to the honest one and gets its answer to the callback.
    const begun = await pool.browser.go(
      pool.authorizeUrl({ identity_provider: 'Initech', client_id: other.clientId }),
    );
    const toHonest = new URL(begun.location.replace(initech.issuer, pool.idp.issuer));
    toHonest.searchParams.set('client_id', 'cohabit');
    const { location: answer } = await pool.browser.go(toHonest.href);
    const { location } = await pool.browser.go(answer);
    expect(new URL(location).searchParams.get('error_description')).toBe(
      'Invalid response from identity provider',
    );
    // The code of the honest provider went nowhere.
    expect(initech.requestsTo('/token')).toEqual([]);
  });

  it('is not taken for a provider that was removed meanwhile', async () => {
    await using pool = await startFederatedPool();
    const answer = await pool.visitProvider();
    await pool.send(
      new DeleteIdentityProviderCommand({ UserPoolId: pool.userPoolId, ProviderName: 'Globex' }),
    );
    const { location } = await pool.browser.go(answer);
    expect(errorOf(location)).toBe('invalid_request');
    expect(pool.idp.requestsTo('/token')).toEqual([]);
    const [trace] = await pool.traces();
    expect(trace?.outcome?.result).toBe('refused');
  });

  it('is not taken for a provider that was taken from the app client meanwhile', async () => {
    await using pool = await startFederatedPool({ client: { SupportedIdentityProviders: ['Globex'] } });
    const { [Symbol.asyncDispose]: _, ...rest } = pool;
    // Without identity_provider in the query: the only provider of the client.
    const answer = await pool.visitProvider({ identity_provider: '' });
    await rest.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: pool.userPoolId,
        ClientId: pool.appClientId,
        CallbackURLs: [callback],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'],
        SupportedIdentityProviders: ['COGNITO'],
      }),
    );
    const { location } = await pool.browser.go(answer);
    expect(errorOf(location)).toBe('invalid_request');
    expect(pool.idp.requestsTo('/token')).toEqual([]);
  });

  it('of a provider of another app client is not even asked for', async () => {
    await using pool = await startFederatedPool();
    const { UserPoolClient } = await pool.send(
      new CreateUserPoolClientCommand({
        UserPoolId: pool.userPoolId,
        ClientName: 'initech',
        CallbackURLs: [callback],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        SupportedIdentityProviders: ['COGNITO'],
      }),
    );
    const { location } = await pool.browser.go(
      pool.authorizeUrl({ client_id: UserPoolClient?.ClientId ?? '' }),
    );
    expect(errorOf(location)).toBe('invalid_request');
    expect(pool.idp.requests).toEqual([]);
  });

  it('is known by hashes only: what is kept holds neither state nor cookie', async () => {
    await using pool = await startFederatedPool();
    const begun = await pool.browser.go(pool.authorizeUrl());
    const state = new URL(begun.location).searchParams.get('state') ?? '';
    const [cookie = ''] = begun.cookies;
    expect(cookie).toMatch(
      /^csrf-state=[\w-]{43}; Path=\/domains\/globex; Max-Age=300; SameSite=Lax; HttpOnly$/,
    );
    expect(cookie).not.toContain(state);
    const again = await pool.browser.go(pool.authorizeUrl());
    expect(new URL(again.location).searchParams.get('state')).not.toBe(state);
  });
});

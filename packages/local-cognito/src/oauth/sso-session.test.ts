import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  AdminUserGlobalSignOutCommand,
  RevokeTokenCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startDomain, startDomainServer } from '../testing/domain.ts';
import { addProvider } from '../testing/provider.ts';
import { claimsOf } from '../testing/tenant-pool.ts';

const minute = 60_000;

type Domain = Awaited<ReturnType<typeof startDomain>>;

const track = ({ send, userPoolId: UserPoolId }: Domain) =>
  send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser: 20 },
    }),
  );

const setMinutes = ({ send, userPoolId: UserPoolId }: Domain, ClientId: string, MaxValidityMinutes: number) =>
  send(
    new SetUserPoolClientSessionConfigurationCommand({
      UserPoolId,
      ClientId,
      SSOSession: { MaxValidityMinutes },
    }),
  );

describe('the session of a browser', () => {
  it('signs the user in again without a page, for an hour that does not move', async () => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    domain.advance(59 * minute);
    const { answer, cookies } = await domain.authorize({ prompt: 'none', state: 's' }, cookie);
    expect(answer).toEqual({ code: expect.any(String), state: 's' });
    expect(cookies).toEqual([]);
    domain.advance(minute);
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
  });

  it('keeps the time of the sign-in, and brings tokens of their own', async () => {
    await using domain = await startDomain();
    const { code, cookie } = await domain.signIn('alex');
    domain.advance(10 * minute);
    const again = await domain.authorize({}, cookie);
    const [first, second] = [
      (await domain.redeem((await domain.signIn('alex')).code)).body,
      (await domain.redeem(again.answer.code ?? '')).body,
    ];
    expect(claimsOf(second.id_token).auth_time).toBe(Number(claimsOf(first.id_token).auth_time) - 600);
    expect(claimsOf(second.id_token).origin_jti).not.toBe(claimsOf(first.id_token).origin_jti);
    expect(code).not.toBe(again.answer.code);
  });

  it('is shared by all app clients of the pool', async () => {
    await using domain = await startDomain();
    const other = await domain.addClient();
    const { cookie } = await domain.signIn('alex');
    expect((await domain.authorize({ client_id: other.id }, cookie)).answer.code).toBeDefined();
  });

  it('of tenant A’s pool is worth nothing at the domain of tenant B, where the same user is', async () => {
    await using server = await startDomainServer();
    const [acme, globex] = [await server.addPool('acme'), await server.addPool('globex')];
    await acme.addUser('alex');
    const { store } = server.cognito;
    const [alex, pool] = [store.users.get(acme.userPoolId, 'alex'), store.pools.get(globex.userPoolId)];
    if (!alex || !pool) throw new Error('there is no alex');
    store.users.insert(pool, { ...alex, poolId: pool.id });
    const { cookie, setCookie } = await acme.signIn('alex');
    expect(setCookie).toContain('Path=/domains/acme;');
    expect(setCookie).not.toMatch(/Domain=/i);
    expect((await globex.authorize({}, cookie)).location).toContain('/login?');
    expect((await globex.authorize({ prompt: 'none' }, cookie)).answer.error).toBe('login_required');
  });

  it('has a cookie that scripts and other sites do not get', async () => {
    await using domain = await startDomain();
    const { setCookie } = await domain.signIn('alex');
    expect(setCookie).toMatch(
      /^cognito=[\w-]+\.[\w-]{43}; Path=\/domains\/acme; Max-Age=3600; SameSite=Lax; HttpOnly$/,
    );
  });

  it('is a new one after every sign-in; what the browser brought is worth nothing then (session fixation)', async () => {
    await using domain = await startDomain();
    await domain.addUser('mallory');
    const planted = await domain.signIn('mallory');
    const victim = await domain.signIn('alex', { cookie: planted.cookie });
    expect(victim.cookie).not.toBe(planted.cookie);
    expect((await domain.authorize({}, planted.cookie)).location).toContain('/login?');
    const { body } = await domain.redeem((await domain.authorize({}, victim.cookie)).answer.code ?? '');
    expect(claimsOf(body.id_token).sub).toBe(domain.sub);
    const invented = `cognito=${domain.sub}.chosen-by-the-attacker`;
    const own = await domain.signIn('alex', { cookie: invented });
    expect(own.cookie).not.toContain('chosen-by-the-attacker');
    expect((await domain.authorize({}, invented)).location).toContain('/login?');
  });

  it.each([
    ['disabled', AdminDisableUserCommand],
    ['deleted', AdminDeleteUserCommand],
  ])('ends with a user who is %s', async (_what, Command) => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    await domain.send(new Command({ UserPoolId: domain.userPoolId, Username: 'alex' }));
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
  });

  it('is not that of a later user of the same name, even one made while it began', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';
    await using domain = await startDomain({ pool: { LambdaConfig: { PreTokenGeneration: arn } } });
    const replaceUser = async () => {
      await domain.send(new AdminDeleteUserCommand({ UserPoolId: domain.userPoolId, Username: 'alex' }));
      await domain.addUser('alex');
    };
    domain.setFunction(arn, (event) => event);
    const { cookie } = await domain.signIn('alex');
    await replaceUser();
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
    domain.setFunction(arn, async (event) => {
      await replaceUser();
      return event;
    });
    const late = await domain.signIn('alex');
    expect((await domain.authorize({}, late.cookie)).location).toContain('/login?');
  });

  it('outlives a global sign-out, as Cognito’s does', async () => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    await domain.send(new AdminUserGlobalSignOutCommand({ UserPoolId: domain.userPoolId, Username: 'alex' }));
    expect((await domain.authorize({}, cookie)).answer.code).toBeDefined();
  });

  it.each(['login', 'select_account'])('is not used with prompt=%s', async (prompt) => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    expect((await domain.authorize({ prompt }, cookie)).location).toContain('/login?');
  });

  it('is used whatever the prompt in the classic hosted UI, which has none', async () => {
    await using domain = await startDomain({ managedLoginVersion: 1 });
    const { cookie } = await domain.signIn('alex');
    expect((await domain.authorize({ prompt: 'login' }, cookie)).answer.code).toBeDefined();
  });

  it('that is missing is told to an app with prompt=none, without a page', async () => {
    await using domain = await startDomain();
    const { answer } = await domain.authorize({ prompt: 'none', state: 's' });
    expect(answer).toEqual({
      error: 'login_required',
      error_description: 'The user has to sign in.',
      state: 's',
    });
  });

  it('has no place for a refusal of the PreTokenGeneration function: neither code nor cookie', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';
    await using domain = await startDomain({ pool: { LambdaConfig: { PreTokenGeneration: arn } } });
    const seen: unknown[] = [];
    domain.setFunction(arn, (event) => {
      seen.push(event.triggerSource);
      throw new Error('alex is not a member of acme');
    });
    const refused = domain.signIn('alex', { query: { state: 's' } });
    await expect(refused).rejects.toMatchObject({
      error: 'invalid_request',
      message: 'PreTokenGeneration failed with error alex is not a member of acme.',
    });
    expect(seen).toEqual(['TokenGeneration_HostedAuth']);
    expect(domain.cognito.store.count.documents({ kind: 'sso-session', poolId: domain.userPoolId })).toBe(0);
  });

  it('asks the PreTokenGeneration function again; the app hears of its refusal', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';
    await using domain = await startDomain({ pool: { LambdaConfig: { PreTokenGeneration: arn } } });
    let mayPass = true;
    domain.setFunction(arn, (event) => {
      if (mayPass) return event;
      throw new Error('not here');
    });
    const { cookie } = await domain.signIn('alex');
    mayPass = false;
    const { answer } = await domain.authorize({ state: 's' }, cookie);
    expect(answer).toEqual({
      error: 'invalid_request',
      error_description: 'PreTokenGeneration failed with error not here.',
      state: 's',
    });
  });
});

describe('the session of another provider', () => {
  it('is not good enough: who asks for one provider gets that provider', async () => {
    await using domain = await startDomain();
    await addProvider(domain, 'Globex');
    await addProvider(domain, 'Initech');
    const SupportedIdentityProviders = ['COGNITO', 'Globex', 'Initech'];
    const { id: client_id } = await domain.addClient({ SupportedIdentityProviders });
    const { cookie } = await domain.signIn('alex', { query: { client_id }, provider: 'Globex' });
    const ask = (identity_provider?: string) => domain.authorize({ client_id, identity_provider }, cookie);
    expect((await ask()).answer.code).toBeDefined();
    expect((await ask('Globex')).answer.code).toBeDefined();
    expect((await ask('Initech')).location).toMatch(/^https:\/\/idp\.initech\.example\//);
    expect((await ask('COGNITO')).location).toContain('/login?');
  });

  it('is not good enough at a client that does not have the provider', async () => {
    await using domain = await startDomain();
    await addProvider(domain, 'Globex');
    const globex = await domain.addClient({ SupportedIdentityProviders: ['Globex'] });
    const { cookie } = await domain.signIn('alex', { query: { client_id: globex.id }, provider: 'Globex' });
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
  });

  it('made at another client, is not good enough where the provider is asked for', async () => {
    await using domain = await startDomain();
    await addProvider(domain, 'Globex');
    const [one, two] = [
      await domain.addClient({ SupportedIdentityProviders: ['Globex'] }),
      await domain.addClient({ SupportedIdentityProviders: ['Globex'] }),
    ];
    const { cookie } = await domain.signIn('alex', { query: { client_id: one.id }, provider: 'Globex' });
    expect((await domain.authorize({ client_id: one.id }, cookie)).answer.code).toBeDefined();
    expect((await domain.authorize({ client_id: two.id }, cookie)).location).toMatch(
      /^https:\/\/idp\.globex\.example\//,
    );
  });
});

describe('a tracked session of a browser', () => {
  it('lives as long as each app client says, from the sign-in on', async () => {
    await using domain = await startDomain();
    await track(domain);
    const [never, long] = [await domain.addClient(), await domain.addClient()];
    await setMinutes(domain, never.id, 0);
    await setMinutes(domain, long.id, 120);
    const { cookie, setCookie } = await domain.signIn('alex');
    expect(setCookie).toContain(`Max-Age=${90 * 24 * 60 * 60};`);
    const isReused = async (client_id: string) =>
      (await domain.authorize({ client_id }, cookie)).answer.code !== undefined;
    expect(await isReused(never.id)).toBe(false);
    expect(await isReused(domain.client.id)).toBe(true);
    domain.advance(60 * minute);
    expect(await isReused(domain.client.id)).toBe(false);
    expect(await isReused(long.id)).toBe(true);
    domain.advance(60 * minute);
    expect(await isReused(long.id)).toBe(false);
  });

  it('that began before sessions were tracked ends after its hour', async () => {
    await using domain = await startDomain();
    const { cookie } = await domain.signIn('alex');
    await track(domain);
    await setMinutes(domain, domain.client.id, 120);
    domain.advance(59 * minute);
    expect((await domain.authorize({}, cookie)).answer.code).toBeDefined();
    domain.advance(minute);
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
  });

  it('begun at a client that never reuses one is there for the others', async () => {
    await using domain = await startDomain();
    await track(domain);
    const never = await domain.addClient();
    await setMinutes(domain, never.id, 0);
    const { cookie } = await domain.signIn('alex', { query: { client_id: never.id } });
    expect((await domain.authorize({}, cookie)).answer.code).toBeDefined();
  });

  it('is listed and can be ended, with the tokens that came through it', async () => {
    await using domain = await startDomain();
    await track(domain);
    const user = { UserPoolId: domain.userPoolId, Username: 'alex' };
    const list = async () => (await domain.send(new AdminListUserSessionsCommand(user))).Sessions ?? [];
    const { code, cookie } = await domain.signIn('alex');
    const { body } = await domain.redeem(code);
    const sessions = await list();
    expect(sessions.map(({ SessionType }) => SessionType).toSorted()).toEqual(['SSO', 'TOKEN']);
    const sso = sessions.find(({ SessionType }) => SessionType === 'SSO');
    expect(sso).toMatchObject({
      SessionId: expect.stringMatching(/^sso[a-z0-9]{25}$/),
      ClientId: domain.client.id,
    });
    await domain.send(
      new AdminRevokeUserSessionCommand({
        ...user,
        SessionId: sso?.SessionId,
        RevokeAssociatedSessions: 'LINKED',
      }),
    );
    expect(await list()).toEqual([]);
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
    const { status } = await domain.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
    expect(status).toBe(400);
  });

  it('ends alone when it is not asked for what is linked, and with its tokens’ session when it is', async () => {
    await using domain = await startDomain();
    await track(domain);
    const user = { UserPoolId: domain.userPoolId, Username: 'alex' };
    const idOf = async (type: string) => {
      const { Sessions = [] } = await domain.send(new AdminListUserSessionsCommand(user));
      return Sessions.find(({ SessionType }) => SessionType === type)?.SessionId;
    };
    const first = await domain.signIn('alex');
    const tokens = await domain.redeem(first.code);
    await domain.send(new AdminRevokeUserSessionCommand({ ...user, SessionId: await idOf('SSO') }));
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.body.refresh_token };
    expect((await domain.token(refresh)).status).toBe(200);
    expect((await domain.authorize({}, first.cookie)).location).toContain('/login?');
    await domain.send(new AdminRevokeUserSessionCommand({ ...user, SessionId: await idOf('TOKEN') }));

    const second = await domain.signIn('alex');
    await domain.redeem(second.code);
    const linked = { SessionId: await idOf('TOKEN'), RevokeAssociatedSessions: 'LINKED' as const };
    await domain.send(new AdminRevokeUserSessionCommand({ ...user, ...linked }));
    expect((await domain.authorize({}, second.cookie)).location).toContain('/login?');
  });

  it('ends with the refresh token that came through it, when RevokeToken is asked for what is linked', async () => {
    await using domain = await startDomain();
    await track(domain);
    const { code, cookie } = await domain.signIn('alex');
    const again = await domain.authorize({}, cookie);
    const [first, second] = [await domain.redeem(code), await domain.redeem(again.answer.code ?? '')];
    const ClientId = domain.client.id;
    const [one, two] = [first, second].map(({ body }) => body.refresh_token ?? '');
    await domain.send(new RevokeTokenCommand({ ClientId, Token: two }));
    expect((await domain.authorize({}, cookie)).answer.code).toBeDefined();
    await domain.send(new RevokeTokenCommand({ ClientId, Token: two, RevokeAssociatedSessions: 'LINKED' }));
    expect((await domain.authorize({}, cookie)).location).toContain('/login?');
    expect((await domain.token({ grant_type: 'refresh_token', refresh_token: one })).status).toBe(200);
  });
});

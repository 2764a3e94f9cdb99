import {
  DescribeUserPoolClientCommand,
  ListIdentityProvidersCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  federatedSignIns,
  identities,
  identityProviders,
  type Membership,
  memberships,
  type RemovalChoice,
  refusals,
  type Tenant,
  tenants,
  type UserId,
} from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import {
  type Asserted,
  fakeProviders,
  giveProvider,
  requireTokens,
  signInThrough,
} from '../testing/federation.ts';
import { DEATH, type Life, mortal } from '../testing/mortal.ts';
import { claimsOf, signIn, switchTenant } from '../testing/sign-in.ts';

let installation: TestInstallation;

const services = () => installation.controlPlane.services;
const invite = (tenant: Tenant, email: string, roles = ['member']) =>
  services().members.invite(tenant.id, { email, roles }, 'operator:test');
const remove = (tenant: Tenant, people: RemovalChoice) =>
  services().identityProviders.remove({ tenantId: tenant.id, id: 'workforce' }, people, 'operator:test');

beforeAll(async () => {
  installation = await startInstallation({ fakeProviders });
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

const homeOf = (tenant: Tenant) => tenant.placements[0] as { userPoolId: string; clientId: string };

async function through(tenant: Tenant, asserted: Asserted) {
  const [provider] = await services().identityProviders.list(tenant.id);
  return signInThrough(installation, { ...homeOf(tenant), provider: provider?.key ?? 'none' }, asserted);
}

async function person(tenant: Tenant, asserted: Asserted) {
  const tokens = requireTokens(await through(tenant, asserted));
  const { user_id, username, sub } = claimsOf(tokens.accessToken);
  return { userId: user_id as UserId, username: String(username), sub: String(sub), tokens };
}

const memberOf = (tenant: Tenant, userId: UserId) =>
  installation.registry.get(memberships, tenant.id, userId);

/** What is left at Cognito of a provider and its people. */
async function leftovers(tenant: Tenant, key: string) {
  const { userPoolId: UserPoolId, clientId: ClientId } = homeOf(tenant);
  const { cognito, registry } = installation;
  const providers = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 60 }));
  const users = await cognito.send(new ListUsersCommand({ UserPoolId, Filter: `username ^= "${key}_"` }));
  const client = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const signIns = await registry.queryIndex(federatedSignIns, 'byProvider', key, { limit: 10 });
  return {
    providers: (providers.Providers ?? []).filter(({ ProviderName }) => ProviderName === key).length,
    profiles: users.Users?.length,
    supported: client.UserPoolClient?.SupportedIdentityProviders,
    records: (await registry.query(identityProviders, tenant.id, { limit: 10 })).items.length,
    signIns: signIns.items.length,
  };
}

const nothing = { providers: 0, profiles: 0, supported: ['COGNITO'], records: 0, signIns: 0 };

describe.each(['app-client', 'user-pool'] as const)('removing the provider of a %s tenant', (model) => {
  it('and revoking its people ends their sessions and memberships, and nobody else’s', async () => {
    const tenant = await installation.createTenant({ model });
    const { key } = await giveProvider(installation, tenant, 'acme');
    const gone = await person(tenant, { email: 'gone@acme.example' });
    const stays = await invite(tenant, 'stays@acme.example');
    expect(await remove(tenant, 'revoke')).toBeUndefined();
    expect(await leftovers(tenant, key)).toEqual(nothing);
    expect(await memberOf(tenant, gone.userId)).toMatchObject({ status: 'removed', identities: [] });
    expect(await memberOf(tenant, stays.userId)).toMatchObject({ status: 'invited' });
    const profile = `${homeOf(tenant).userPoolId}/${gone.sub}`;
    expect(await installation.registry.get(identities, profile, 'identity')).toBeUndefined();
    const session = { refreshToken: gone.tokens.refreshToken, clientId: homeOf(tenant).clientId };
    await expect(switchTenant(installation.cognito, session)).rejects.toThrow();
    expect(await services().signIn.discover({ tenant: tenant.slug })).not.toHaveProperty('identityProvider');
  });

  it('and keeping its people as invited lets each sign in with a password, as the user they were', async () => {
    const tenant = await installation.createTenant({ model });
    const { key } = await giveProvider(installation, tenant, 'acme', { ssoOnly: true });
    const kept = await person(tenant, { email: 'kept@acme.example', groups: ['admins'] });
    expect(await remove(tenant, 'keep-as-invited')).toBeUndefined();
    expect(await leftovers(tenant, key)).toEqual(nothing);
    const member = await memberOf(tenant, kept.userId);
    expect(member).toMatchObject({ status: 'invited', roles: ['admin'], email: 'kept@acme.example' });
    expect(member).not.toHaveProperty('manualRoles');
    await installation.setPassword(homeOf(tenant).userPoolId, 'kept@acme.example');
    const { clientId } = homeOf(tenant);
    const tokens = await signIn(installation.cognito, { email: 'kept@acme.example', clientId });
    expect(claimsOf(tokens.accessToken)).toMatchObject({ user_id: kept.userId, roles: ['admin'] });
  });
});

describe('removing a provider', () => {
  it('cuts its people off before anything is taken away', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { key } = await giveProvider(installation, tenant, 'acme');
    const { tokens } = await person(tenant, { email: 'cut@acme.example' });
    const broken = await installation.another({
      cognito: { send: () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })) },
    });
    const { identityProviders: ofBroken } = broken.services;
    const left = await ofBroken.remove({ tenantId: tenant.id, id: 'workforce' }, 'revoke', 'operator:test');
    expect(left).toMatchObject({ status: 'removing', people: 'revoke' });
    const session = { refreshToken: tokens.refreshToken, clientId: homeOf(tenant).clientId };
    await expect(switchTenant(installation.cognito, session)).rejects.toThrow(refusals.provider_mismatch);
    expect(await through(tenant, { email: 'cut@acme.example' })).toMatchObject({
      description: expect.stringContaining(refusals.provider_mismatch),
    });
    // The next start goes on with what was chosen.
    await (await installation.another()).bootstrap();
    expect(await leftovers(tenant, key)).toEqual(nothing);
  });

  it('keeps people who had a password before, with it', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    await services().domains.vouch(tenant.id, 'kept-both.example', 'operator:test');
    await giveProvider(installation, tenant, 'acme', {
      rules: { allowedEmailDomains: ['kept-both.example'] },
    });
    const email = 'both@kept-both.example';
    const invited = await invite(tenant, email);
    const { userPoolId, clientId } = homeOf(tenant);
    await installation.setPassword(userPoolId, email);
    const { userId } = await person(tenant, { email });
    expect(userId).toBe(invited.userId);
    await remove(tenant, 'keep-as-invited');
    expect(await memberOf(tenant, userId)).toMatchObject({ identities: invited.identities });
    await expect(signIn(installation.cognito, { email, clientId })).resolves.toBeDefined();
  });

  it('invites the real owner of an e-mail that the provider made up, and joins nobody to them (attack)', async () => {
    const theirs = await installation.createTenant();
    const alice = await invite(theirs, 'alice@elsewhere.example', ['admin']);
    const tenant = await installation.createTenant({ model: 'app-client' });
    await giveProvider(installation, tenant, 'globex', {
      rules: { allowedEmailDomains: ['elsewhere.example'] },
    });
    const forged = await person(tenant, { email: 'alice@elsewhere.example' });
    await remove(tenant, 'keep-as-invited');
    expect(await memberOf(tenant, forged.userId)).toMatchObject({ status: 'removed', identities: [] });
    expect(await memberOf(tenant, alice.userId)).toMatchObject({ status: 'invited', roles: ['member'] });
    expect(await memberOf(theirs, alice.userId)).toMatchObject({ roles: ['admin'], version: alice.version });
  });

  it('that would leave nobody to run the tenant is refused', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { tenantId, userId } = (await installation.registry.query(memberships, tenant.id, { limit: 1 }))
      .items[0] as Membership;
    await giveProvider(installation, tenant, 'acme');
    await person(tenant, { email: 'boss@acme.example', groups: ['admins'] });
    await services().members.remove({ tenantId, userId }, 'operator:test');
    await expect(remove(tenant, 'revoke')).rejects.toMatchObject({ code: 'last_admin' });
    expect(await remove(tenant, 'keep-as-invited')).toBeUndefined();
  });

  it('lets revoked people come back through the tenant’s next provider, but nobody whom an admin removed', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    await services().domains.vouch(tenant.id, 'back.example', 'operator:test');
    const rules = { allowedEmailDomains: ['back.example'] };
    await giveProvider(installation, tenant, 'acme', { rules });
    const back = await person(tenant, { email: 'back@back.example', groups: ['admins'] });
    const out = await person(tenant, { email: 'out@back.example' });
    await services().members.remove({ tenantId: tenant.id, userId: out.userId }, 'operator:test');
    await remove(tenant, 'revoke');
    await giveProvider(installation, tenant, 'globex', { rules });
    const again = await person(tenant, { email: 'back@back.example' });
    expect(again.userId).toBe(back.userId);
    expect(claimsOf(again.tokens.accessToken).roles).toEqual(['member']);
    expect(await through(tenant, { email: 'out@back.example' })).toMatchObject({
      description: expect.stringContaining(refusals.member_removed),
    });
  });

  it('goes with the tenant when the tenant goes, with its domains and people', async () => {
    for (const model of ['app-client', 'user-pool'] as const) {
      const tenant = await installation.createTenant({ model });
      const domain = `leaves-${model}.example`;
      await services().domains.vouch(tenant.id, domain, 'operator:test');
      const { key } = await giveProvider(installation, tenant, 'acme', {
        rules: { allowedEmailDomains: [domain] },
      });
      const { username } = await person(tenant, { email: `p@${domain}` });
      expect(await services().tenants.remove(tenant.id, 'operator:test')).toBeUndefined();
      const { registry } = installation;
      expect(await registry.getByUnique(identityProviders, `key:${key}`)).toBeUndefined();
      const place = `${homeOf(tenant).userPoolId}/${username}`;
      expect(await registry.get(federatedSignIns, place, 'last')).toBeUndefined();
      const next = await installation.createTenant();
      expect(await services().domains.vouch(next.id, domain, 'operator:test')).toMatchObject({
        status: 'proven',
      });
      if (model === 'user-pool') continue;
      const { userPoolId: UserPoolId } = homeOf(tenant);
      const users = await installation.cognito.send(
        new ListUsersCommand({ UserPoolId, Filter: `username ^= "${key}_"` }),
      );
      expect(users.Users).toEqual([]);
    }
  });
});

describe.each(['revoke', 'keep-as-invited'] as const)('a removal that should %s', (people) => {
  it('and is killed after any call is finished by the next start, with nothing left', {
    timeout: 120_000,
  }, async () => {
    let kills = 0;
    for (let calls = 1; calls < 150; calls++) {
      const tenant = await installation.createTenant({ model: 'app-client' });
      const { key } = await giveProvider(installation, tenant, 'acme');
      const { userId } = await person(tenant, { email: `k${calls}-${people}@acme.example` });
      const life: Life = { callsLeft: calls };
      const dying = await installation.another(mortal(life, installation));
      try {
        await dying.services.identityProviders.remove(
          { tenantId: tenant.id, id: 'workforce' },
          people,
          'operator:test',
        );
      } catch (error) {
        if (!(error instanceof Error) || error.message !== DEATH) throw error;
      }
      const hasBegun =
        (await installation.registry.get(tenants, tenant.id, 'tenant'))?.identityProvider === undefined;
      if (hasBegun) await (await installation.another()).bootstrap();
      else await remove(tenant, people);
      expect(await leftovers(tenant, key), `killed after call ${calls}`).toEqual(nothing);
      const status = people === 'revoke' ? 'removed' : 'invited';
      expect(await memberOf(tenant, userId), `killed after call ${calls}`).toMatchObject({ status });
      await services().tenants.remove(tenant.id, 'operator:test');
      if (life.callsLeft > 0) break;
      kills++;
    }
    expect(kills).toBeGreaterThan(15);
    expect(kills).toBeLessThan(149);
  });
});

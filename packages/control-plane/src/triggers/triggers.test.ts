import { memberships, type Registry, type Tenant, type UserId } from '@cohabit/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { registryKinds, startRegistries, type TestRegistries } from '../testing/registries.ts';
import { claimsOf, signIn, switchTenant } from '../testing/sign-in.ts';
import { SIGN_IN_UNAVAILABLE } from './event.ts';

const alex = 'alex@example.com';
const reads: string[] = [];
let isRegistryDown = false;
let installation: TestInstallation;
let registries: TestRegistries;
let acme: Tenant;
let globex: Tenant;
let initech: Tenant;
let hooli: Tenant;

/** Counts reads by what was read, and fails them on request. */
function watched(registry: Registry): Registry {
  const watch = <Call extends unknown[], Answer>(read: (...call: Call) => Promise<Answer>) =>
    ((...call: Call) => {
      if (isRegistryDown) return Promise.reject(new Error('connection to registry-7.internal lost'));
      reads.push((call[0] as { name: string }).name);
      return read(...call);
    }) as (...call: Call) => Promise<Answer>;
  return {
    ...registry,
    get: watch(registry.get) as Registry['get'],
    getByUnique: watch(registry.getByUnique) as Registry['getByUnique'],
    query: watch(registry.query) as Registry['query'],
    queryIndex: watch(registry.queryIndex) as Registry['queryIndex'],
  };
}

function home(tenant: Tenant) {
  return tenant.placements[0] as { userPoolId: string; clientId: string };
}

async function member(tenant: Tenant, email: string, roles = ['member']): Promise<UserId> {
  const { services } = installation.controlPlane;
  const membership = await services.members.invite(tenant.id, { email, roles }, 'operator:test');
  await installation.setPassword(home(tenant).userPoolId, email);
  return membership.userId;
}

describe.each(registryKinds)('the triggers, on %s', (kind) => {
  beforeAll(async () => {
    isRegistryDown = false;
    registries = await startRegistries(kind);
    installation = await startInstallation({ registry: await registries.open(), wrapRegistry: watched });
    acme = await installation.createTenant({ slug: 'acme', model: 'user-pool', plan: 'enterprise' });
    globex = await installation.createTenant({
      slug: 'globex',
      model: 'app-client',
      plan: 'business',
      settings: { sharedClientSignIn: true },
    });
    initech = await installation.createTenant({ slug: 'initech' });
    hooli = await installation.createTenant({ slug: 'hooli' });
    for (const tenant of [globex, initech, hooli]) await member(tenant, alex);
    await member(acme, 'arun@acme.example');
  });

  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]();
    await registries?.[Symbol.asyncDispose]();
  });

  beforeEach(() => {
    reads.length = 0;
    isRegistryDown = false;
  });

  it.each([
    ['user-pool', () => acme, 'arun@acme.example'],
    ['app-client', () => globex, alex],
    ['shared', () => initech, alex],
  ] as const)('put the tenant of a %s tenant into ID and access token', async (_model, tenantOf, email) => {
    const tenant = tenantOf();
    const tokens = await signIn(installation.cognito, { email, clientId: home(tenant).clientId });
    const expected = {
      tenant_plan: tenant.spec.plan,
      roles: ['member'],
      user_id: expect.stringMatching(/^usr_/),
      membership_version: 2,
      tenant_id: tenant.id,
    };
    expect(claimsOf(tokens.accessToken)).toMatchObject(expected);
    expect(claimsOf(tokens.idToken)).toMatchObject(expected);
  });

  it('make an invited member active with the first token, and once only', async () => {
    const email = 'new@initech.example';
    const userId = await member(initech, email);
    const versions: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const { accessToken } = await signIn(installation.cognito, { email, clientId: home(initech).clientId });
      versions.push(claimsOf(accessToken).membership_version);
    }
    expect(versions).toEqual([2, 2, 2]);
    const membership = await installation.registry.get(memberships, initech.id, userId);
    expect(membership).toMatchObject({ status: 'active', version: 2 });
  });

  it('switch between tenants on a refresh token, without another sign-in', async () => {
    const { clientId } = home(initech);
    const { refreshToken } = await signIn(installation.cognito, { email: alex, clientId });
    for (const tenant of [globex, hooli, initech]) {
      const tokens = await switchTenant(installation.cognito, {
        refreshToken,
        clientId,
        tenantId: tenant.id,
      });
      expect(claimsOf(tokens.accessToken)).toMatchObject({
        tenant_id: tenant.id,
        tenant_plan: tenant.spec.plan,
      });
      expect(claimsOf(tokens.idToken).tenant_id).toBe(tenant.id);
    }
  });

  it('take the home tenant when none is named, never one that is only a guest here', async () => {
    const { clientId } = home(initech);
    const { accessToken } = await signIn(installation.cognito, { email: alex, clientId });
    expect([initech.id, hooli.id]).toContain(claimsOf(accessToken).tenant_id);
  });

  it('refuse a switch to a tenant of which the person is no member, as one that does not exist', async () => {
    const { clientId } = home(initech);
    const email = 'only@initech.example';
    await member(initech, email);
    const { refreshToken } = await signIn(installation.cognito, { email, clientId });
    for (const tenantId of [hooli.id, acme.id, 'tnt_00000000000000000000000000', 'nonsense']) {
      await expect(
        switchTenant(installation.cognito, { refreshToken, clientId, tenantId }),
      ).rejects.toMatchObject({
        name: 'UserLambdaValidationException',
        message: 'PreTokenGeneration failed with error You are not a member of this tenant.',
      });
    }
  });

  it('refuse any other tenant at a client that is bound to one', async () => {
    const { clientId } = home(globex);
    const { refreshToken } = await signIn(installation.cognito, { email: alex, clientId });
    await expect(
      switchTenant(installation.cognito, { refreshToken, clientId, tenantId: initech.id }),
    ).rejects.toThrow(/belongs to another tenant/);
  });

  it('refuse somebody of the same user pool who is no member at this client', async () => {
    const email = 'stranger@initech.example';
    await member(initech, email);
    await expect(
      signIn(installation.cognito, { email, clientId: home(globex).clientId }),
    ).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
  });

  it('tell somebody without the password nothing about whom the pool or the tenant knows', async () => {
    const email = 'known@initech.example';
    await member(initech, email);
    const { clientId } = home(globex);
    for (const stranger of [email, alex, 'nobody@example.com']) {
      const guess = { email: stranger, clientId, password: 'Not-the-password-1!' };
      await expect(signIn(installation.cognito, guess)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    }
  });

  it('refuse at sign-in, before the password, another tenant than the client is bound to', async () => {
    const person = { email: alex, clientId: home(globex).clientId };
    await expect(signIn(installation.cognito, { ...person, tenantId: hooli.id })).rejects.toThrow(
      /PreAuthentication failed with error This sign-in belongs to another tenant/,
    );
    await expect(signIn(installation.cognito, { ...person, tenantId: globex.id })).resolves.toBeDefined();
  });

  it.each(['user-pool', 'app-client', 'shared'] as const)(
    'refuse sign-in and refresh in a suspended %s tenant at once, and let people in again',
    async (model) => {
      const tenant = await installation.createTenant({ model });
      const person = { email: `p@${tenant.slug}.example`, clientId: home(tenant).clientId };
      await member(tenant, person.email);
      const { refreshToken } = await signIn(installation.cognito, person);
      const refresh = () => switchTenant(installation.cognito, { ...person, refreshToken });
      const { services } = installation.controlPlane;

      await services.tenants.suspend(tenant.id, 'operator:test');
      await expect(signIn(installation.cognito, person)).rejects.toThrow(/This tenant is suspended/);
      await expect(refresh()).rejects.toThrow(/This tenant is suspended/);

      await services.tenants.resume(tenant.id, 'operator:test');
      await expect(refresh()).resolves.toBeDefined();
      await expect(signIn(installation.cognito, person)).resolves.toBeDefined();
    },
  );

  it('refuse the refresh of a removed member, and take them back after a new invitation', async () => {
    const person = { email: 'comes@initech.example', clientId: home(initech).clientId };
    const userId = await member(initech, person.email, ['admin']);
    const { refreshToken } = await signIn(installation.cognito, person);
    const { services } = installation.controlPlane;
    await services.members.remove({ tenantId: initech.id, userId }, 'operator:test');
    await expect(switchTenant(installation.cognito, { ...person, refreshToken })).rejects.toThrow(
      /You are not a member/,
    );
    const again = await services.members.invite(
      initech.id,
      { email: person.email, roles: ['member'] },
      'operator:test',
    );
    expect(again.userId).toBe(userId);
    const tokens = await switchTenant(installation.cognito, { ...person, refreshToken });
    expect(claimsOf(tokens.accessToken)).toMatchObject({ roles: ['member'], membership_version: 5 });
  });

  it('put changed roles into the next token', async () => {
    const person = { email: 'rises@initech.example', clientId: home(initech).clientId };
    const userId = await member(initech, person.email);
    const { refreshToken } = await signIn(installation.cognito, person);
    const key = { tenantId: initech.id, userId };
    await installation.controlPlane.services.members.changeRoles(key, ['admin', 'member'], 'operator:test');
    const tokens = await switchTenant(installation.cognito, { ...person, refreshToken });
    expect(claimsOf(tokens.accessToken).roles).toEqual(['admin', 'member']);
  });

  it('let operators in without any tenant', async () => {
    const operator = await installation.createOperator();
    const tokens = await signIn(installation.cognito, operator);
    expect(claimsOf(tokens.accessToken)).not.toHaveProperty('tenant_id');
    expect(claimsOf(tokens.accessToken)).not.toHaveProperty('roles');
  });

  it('read the registry at most twice for a token of a known client', async () => {
    for (const [tenant, email] of [
      [acme, 'arun@acme.example'],
      [globex, alex],
      [initech, alex],
    ] as const) {
      const { clientId } = home(tenant);
      const { refreshToken } = await signIn(installation.cognito, { email, clientId });
      for (const tenantId of [undefined, tenant.id]) {
        reads.length = 0;
        registries.calls.length = 0;
        const named = tenantId === undefined ? {} : { tenantId };
        await switchTenant(installation.cognito, { refreshToken, clientId, ...named });
        expect(reads.length, `${tenant.slug}: ${reads.join(', ')}`).toBeLessThanOrEqual(2);
        const asked = registries.calls.toSorted().join(', ');
        if (kind === 'DynamoDB') expect(asked).toMatch(/^(GetItem, Query|GetItem, GetItem)$/);
      }
    }
  });

  it('tell nothing of a failure of ours', async () => {
    const person = { email: alex, clientId: home(initech).clientId };
    isRegistryDown = true;
    await expect(signIn(installation.cognito, person)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: `PreAuthentication failed with error ${SIGN_IN_UNAVAILABLE}.`,
    });
  });
});

import {
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { history, identityProviders, type Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { fakeProviders, giveProvider, providerInput, signInThrough } from '../testing/federation.ts';
import { DEATH, type Life, mortal } from '../testing/mortal.ts';

let installation: TestInstallation;

const services = () => installation.controlPlane.services;
const keyOf = (tenant: Tenant) => ({ tenantId: tenant.id, id: 'workforce' });
const homeOf = (tenant: Tenant) => tenant.placements[0] as { userPoolId: string; clientId: string };

beforeAll(async () => {
  installation = await startInstallation({ fakeProviders });
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

async function describeProvider(tenant: Tenant, ProviderName: string) {
  const { userPoolId: UserPoolId } = homeOf(tenant);
  const answer = await installation.cognito.send(
    new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }),
  );
  return answer.IdentityProvider;
}

async function supportedAt(tenant: Tenant) {
  const { userPoolId: UserPoolId, clientId: ClientId } = homeOf(tenant);
  const answer = await installation.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  return answer.UserPoolClient?.SupportedIdentityProviders?.toSorted();
}

describe('setting an identity provider', () => {
  it('puts it at Cognito under a name that tells nothing, on the client of this tenant alone', async () => {
    const other = await installation.createTenant({ model: 'app-client' });
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { key } = await giveProvider(installation, tenant, 'acme');
    expect(key).toMatch(/^idp-[0-9a-hjkmnp-tv-z]{16}$/);
    expect(key.length).toBeLessThanOrEqual(32);
    expect(key).not.toContain(tenant.slug);
    expect(await supportedAt(tenant)).toEqual(['COGNITO', key]);
    expect(await supportedAt(other)).toEqual(['COGNITO']);
    expect(await describeProvider(tenant, key)).toMatchObject({
      ProviderType: 'OIDC',
      AttributeMapping: { username: 'sub', name: 'name' },
      IdpIdentifiers: [],
    });
  });

  it('maps no e-mail, whatever claims the tenant names', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const input = {
      ...providerInput(installation, 'acme'),
      claims: { email: 'upn', name: 'dn', groups: 'g' },
    };
    const { key } = await services().identityProviders.set(keyOf(tenant), input, 'operator:test');
    expect((await describeProvider(tenant, key))?.AttributeMapping).toEqual({ username: 'sub', name: 'dn' });
  });

  it('has identifiers for proven domains only, and loses them with the proof', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const rules = { allowedEmailDomains: ['one.example', 'two.example'] };
    const { key } = await giveProvider(installation, tenant, 'acme', { rules });
    const identifiers = async () => (await describeProvider(tenant, key))?.IdpIdentifiers;
    expect(await identifiers()).toEqual([]);
    // Claimed, and no more than that.
    await services().domains.claim(tenant.id, 'two.example', 'operator:test');
    await services().domains.vouch(tenant.id, 'one.example', 'operator:test');
    await services().domains.vouch(tenant.id, 'not-allowed.example', 'operator:test');
    expect(await identifiers()).toEqual(['one.example']);
    await services().domains.remove(tenant.id, 'one.example', 'operator:test');
    expect(await identifiers()).toEqual([]);
  });

  it('stores no secret and answers none', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const clientSecret = 'a-secret-that-nobody-else-has';
    const provider = await giveProvider(installation, tenant, 'acme', { details: { clientSecret } });
    const { registry } = installation;
    const stored = await registry.get(identityProviders, tenant.id, 'workforce');
    const told = await registry.query(history, tenant.id, { limit: 100 });
    expect(JSON.stringify([provider, stored, told])).not.toContain(clientSecret);
    expect((await describeProvider(tenant, provider.key))?.ProviderDetails?.client_secret).toBe(clientSecret);
  });

  it('again keeps the secret that Cognito has, and the key', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const first = await giveProvider(installation, tenant, 'acme');
    const { clientSecret: _secret, ...details } = providerInput(installation, 'acme').details;
    const renamed = { ...providerInput(installation, 'acme'), details, name: 'Renamed' };
    const second = await services().identityProviders.set(keyOf(tenant), renamed, 'operator:test');
    expect(second).toMatchObject({ key: first.key, status: 'active', spec: { name: 'Renamed' } });
    expect((await describeProvider(tenant, first.key))?.ProviderDetails?.client_secret).toBe('acme-secret');
  });

  it.each([
    ['another issuer', { issuer: 'https://attacker.example' }],
    ['another client id', { clientId: 'other' }],
    [
      'another token endpoint',
      {
        endpoints: {
          authorization: 'https://a.example/a',
          token: 'https://attacker.example/t',
          userInfo: 'https://a.example/u',
          jwks: 'https://a.example/j',
        },
      },
    ],
  ])('to %s needs the secret again, as it would be sent elsewhere (attack)', async (_, change) => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { key } = await giveProvider(installation, tenant, 'acme');
    const { clientSecret: _secret, ...details } = providerInput(installation, 'acme').details;
    const input = { ...providerInput(installation, 'acme'), details: { ...details, ...change } };
    await expect(
      services().identityProviders.set(keyOf(tenant), input, 'operator:test'),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('clientSecret'),
    });
    expect((await describeProvider(tenant, key))?.ProviderDetails?.oidc_issuer).not.toContain('attacker');
  });

  it('is refused where the model cannot give it, for a second one, another protocol, and a new one without secret', async () => {
    const { identityProviders: providers } = services();
    const input = providerInput(installation, 'acme');
    const shared = await installation.createTenant();
    await expect(providers.set(keyOf(shared), input, 'operator:test')).rejects.toMatchObject({
      code: 'setting_needs_model',
    });
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { clientSecret: _secret, ...details } = input.details;
    await expect(providers.set(keyOf(tenant), { ...input, details }, 'operator:test')).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await giveProvider(installation, tenant, 'acme');
    const second = { tenantId: tenant.id, id: 'second' };
    await expect(providers.set(second, input, 'operator:test')).rejects.toMatchObject({
      code: 'identity_provider_exists',
      details: { identityProvider: 'workforce' },
    });
    const saml = {
      ...input,
      protocol: 'saml' as const,
      details: {
        ...{ metadataUrl: 'https://idp.example/metadata', signRequests: false, encryptedAssertions: false },
        ...{ providerInitiated: false, singleLogout: false },
      },
    };
    await expect(providers.set(keyOf(tenant), saml, 'operator:test')).rejects.toMatchObject({
      code: 'identity_provider_exists',
      message: expect.stringContaining('oidc'),
    });
  });

  it('twice at the same moment makes one', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const set = (id: string) =>
      services().identityProviders.set(
        { tenantId: tenant.id, id },
        providerInput(installation, 'acme'),
        'operator:test',
      );
    const results = await Promise.allSettled([set('one'), set('two')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await services().identityProviders.list(tenant.id)).toHaveLength(1);
  });

  it('is refused where it would take people of the installation itself in', async () => {
    const ours = await installation.another({ reservedDomains: ['ours.example'] });
    const tenant = await installation.createTenant({ model: 'app-client' });
    for (const domain of ['ours.example', 'sub.ours.example']) {
      const input = providerInput(installation, 'acme', { rules: { allowedEmailDomains: [domain] } });
      await expect(
        ours.services.identityProviders.set(keyOf(tenant), input, 'operator:test'),
      ).rejects.toMatchObject({ code: 'domain_reserved' });
    }
    expect(await ours.services.identityProviders.list(tenant.id)).toEqual([]);
  });

  it('of a plain http address is for laptops only', async () => {
    const onAws = await installation.another({ cognitoEndpoint: undefined });
    const tenant = await installation.createTenant({ model: 'app-client' });
    const input = providerInput(installation, 'acme');
    await expect(
      onAws.services.identityProviders.set(keyOf(tenant), input, 'operator:test'),
    ).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('not https') });
  });

  it('is refused when the user pool is full, before anything is stored', { timeout: 60_000 }, async () => {
    await using full = await startInstallation({ fakeProviders });
    const tenant = await full.createTenant({ model: 'app-client' });
    const own = await full.createTenant({ model: 'user-pool' });
    for (let i = 0; i < 300; i++) {
      await full.cognito.send(
        new CreateIdentityProviderCommand({
          UserPoolId: homeOf(tenant).userPoolId,
          ProviderName: `other-${i}`,
          ProviderType: 'OIDC',
          ProviderDetails: {
            client_id: 'c',
            oidc_issuer: 'https://idp.example',
            authorize_scopes: 'openid',
            attributes_request_method: 'GET',
          },
        }),
      );
    }
    await expect(giveProvider(full, tenant, 'acme')).rejects.toMatchObject({
      code: 'identity_provider_limit',
      details: { count: 300, limit: 300 },
    });
    expect(await full.controlPlane.services.identityProviders.list(tenant.id)).toEqual([]);
    await expect(giveProvider(full, own, 'acme')).resolves.toBeDefined();
  });
});

describe('the reconciler', () => {
  it('repairs a provider and a client that somebody changed at Cognito', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { key } = await giveProvider(installation, tenant, 'acme', { ssoOnly: true });
    const { userPoolId: UserPoolId, clientId: ClientId } = homeOf(tenant);
    expect(await supportedAt(tenant)).toEqual([key]);
    await installation.cognito.send(
      new UpdateIdentityProviderCommand({
        UserPoolId,
        ProviderName: key,
        AttributeMapping: { email: 'email' },
        IdpIdentifiers: ['stolen.example'],
      }),
    );
    await installation.cognito.send(
      new UpdateUserPoolClientCommand({ UserPoolId, ClientId, SupportedIdentityProviders: ['COGNITO'] }),
    );
    await installation.controlPlane.reconcile(tenant.id);
    expect(await describeProvider(tenant, key)).toMatchObject({
      AttributeMapping: { username: 'sub', name: 'name' },
      IdpIdentifiers: [],
      ProviderDetails: { client_secret: 'acme-secret' },
    });
    expect(await supportedAt(tenant)).toEqual([key]);
  });

  it('does nothing for a provider that is as it should be', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    await giveProvider(installation, tenant, 'acme');
    const before = await installation.registry.query(history, tenant.id, { limit: 100 });
    await installation.controlPlane.reconcile(tenant.id);
    expect(await installation.registry.query(history, tenant.id, { limit: 100 })).toEqual(before);
  });

  it('says so when a provider that was deleted at Cognito cannot be made again, and opens passwords to nobody', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { key } = await giveProvider(installation, tenant, 'acme');
    const { userPoolId: UserPoolId } = homeOf(tenant);
    await installation.cognito.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName: key }));
    await installation.controlPlane.reconcile(tenant.id);
    const { identityProviders: providers } = services();
    expect(await providers.get(keyOf(tenant))).toMatchObject({
      status: 'pending',
      problem: { message: expect.stringContaining('clientSecret') },
    });
    await giveProvider(installation, tenant, 'acme');
    expect(await providers.get(keyOf(tenant))).toMatchObject({ key, status: 'active' });
  });

  it('goes on with the provider as it was when Cognito refuses what it should be', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const { key } = await giveProvider(installation, tenant, 'acme');
    const picky = await installation.another({
      cognito: {
        send: ((command: object) =>
          command instanceof UpdateIdentityProviderCommand
            ? installation.cognito.send(
                new UpdateIdentityProviderCommand({ ...command.input, ProviderDetails: { no: 'way' } }),
              )
            : installation.cognito.send(command as never)) as typeof installation.cognito.send,
      },
    });
    const changed = { ...providerInput(installation, 'acme'), name: 'Changed' };
    const answer = await picky.services.identityProviders.set(keyOf(tenant), changed, 'operator:test');
    expect(answer).toMatchObject({ status: 'pending', problem: { code: 'cognito_refused' } });
    expect(await supportedAt(tenant)).toEqual(['COGNITO', key]);
    const outcome = await signInThrough(
      installation,
      { ...homeOf(tenant), provider: key },
      { email: 'still@acme.example' },
    );
    expect(outcome).toHaveProperty('accessToken');
  });

  it('finishes a setting that was killed after any call, or says that the secret is lost', {
    timeout: 120_000,
  }, async () => {
    let kills = 0;
    for (let calls = 1; calls < 100; calls++) {
      const tenant = await installation.createTenant({ model: 'app-client' });
      const life: Life = { callsLeft: calls };
      const dying = await installation.another(mortal(life, installation));
      const input = providerInput(installation, 'acme');
      try {
        await dying.services.identityProviders.set(keyOf(tenant), input, 'operator:test');
      } catch (error) {
        if (!(error instanceof Error) || error.message !== DEATH) throw error;
      }
      const next = await installation.another();
      await next.bootstrap();
      const [left] = await next.services.identityProviders.list(tenant.id);
      if (left?.status === 'pending') expect(left.problem?.message).toContain('clientSecret');
      const set = await next.services.identityProviders.set(keyOf(tenant), input, 'operator:test');
      expect(set.status, `killed after call ${calls}`).toBe('active');
      expect(await supportedAt(tenant)).toEqual(['COGNITO', set.key]);
      await services().tenants.remove(tenant.id, 'operator:test');
      if (life.callsLeft > 0) break;
      kills++;
    }
    expect(kills).toBeGreaterThan(10);
    expect(kills).toBeLessThan(99);
  });
});

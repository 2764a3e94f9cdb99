import {
  DescribeManagedLoginBrandingByClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { placements, type Tenant, tenants } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { product, startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { registryKinds, startRegistries, type TestRegistries } from '../testing/registries.ts';

let installation: TestInstallation;

async function describePool(tenant: Tenant) {
  const UserPoolId = tenant.placements[0]?.userPoolId;
  return (await installation.cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
}

async function describeClient(tenant: Tenant) {
  const { userPoolId, clientId } = tenant.placements[0] ?? {};
  const key = { UserPoolId: userPoolId, ClientId: clientId };
  return (await installation.cognito.send(new DescribeUserPoolClientCommand(key))).UserPoolClient;
}

describe.each(registryKinds)('settleTenant, on %s', (kind) => {
  let registries: TestRegistries;

  beforeAll(async () => {
    registries = await startRegistries(kind);
    installation = await startInstallation({ registry: await registries.open() });
  });

  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]();
    await registries?.[Symbol.asyncDispose]();
  });

  it('gives a user-pool tenant a pool that is built to its settings', async () => {
    const policy = {
      minimumLength: 16,
      requireUppercase: true,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 3,
    };
    const tenant = await installation.createTenant({
      model: 'user-pool',
      plan: 'enterprise',
      settings: { passwordPolicy: policy, mfa: 'required', accessTokenMinutes: 10 },
    });
    expect(tenant.status).toEqual({ phase: 'active' });
    const pool = await describePool(tenant);
    expect(pool).toMatchObject({
      Name: `cohabit-local-tenant-${tenant.id}`,
      UserPoolTier: 'ESSENTIALS',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      UserPoolTags: { 'cohabit:tenant-id': tenant.id },
      Policies: {
        PasswordPolicy: { MinimumLength: 16, RequireSymbols: true, TemporaryPasswordValidityDays: 3 },
      },
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
    });
    const mfa = await installation.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: pool?.Id }));
    expect(mfa).toMatchObject({ MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
    expect(await describeClient(tenant)).toMatchObject({
      ClientName: `tenant-${tenant.id}`,
      AccessTokenValidity: 10,
      TokenValidityUnits: { AccessToken: 'minutes' },
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('lets no app client write the e-mail, which is the sign-in name', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const client = await describeClient(tenant);
    expect(client?.WriteAttributes).toEqual(['name']);
    expect(client?.ReadAttributes?.toSorted()).toEqual(['email', 'email_verified', 'name']);
    expect(client?.ClientSecret).toBeUndefined();
  });

  it('gives a pool a domain with managed login, and lets the product sign people in there by code', async () => {
    for (const model of ['user-pool', 'app-client'] as const) {
      const tenant = await installation.createTenant({ model });
      const { Domain } = (await describePool(tenant)) ?? {};
      expect(Domain).toMatch(/^cohabit-local-[0-9a-f]{16}$/);
      const described = await installation.cognito.send(new DescribeUserPoolDomainCommand({ Domain }));
      expect(described.DomainDescription).toMatchObject({ ManagedLoginVersion: 2 });
      expect(await describeClient(tenant)).toMatchObject({
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
        CallbackURLs: product.callbackUrls,
        LogoutURLs: product.logoutUrls,
        SupportedIdentityProviders: ['COGNITO'],
      });
      const { userPoolId: UserPoolId, clientId: ClientId } = tenant.placements[0] ?? {};
      const branding = await installation.cognito.send(
        new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId }),
      );
      expect(branding.ManagedLoginBranding?.UseCognitoProvidedValues).toBe(true);
    }
  });

  it('serves nobody of the product at the operators’ client', async () => {
    const { userPoolId, clientId } = await installation.controlPlane.services.signIn.discover({
      audience: 'operators',
    });
    const client = await describeClient({ placements: [{ userPoolId, clientId }] } as Tenant);
    expect(client?.AllowedOAuthFlowsUserPoolClient).not.toBe(true);
    expect(client?.CallbackURLs ?? []).toEqual([]);
  });

  it('leads a product that has moved to its new address at the next start', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const moved = { callbackUrls: ['http://localhost:4999/sign-in/callback'], logoutUrls: [] };
    await (await installation.another({ product: moved })).bootstrap();
    expect(await describeClient(tenant)).toMatchObject({ CallbackURLs: moved.callbackUrls });
    await installation.controlPlane.bootstrap();
    expect(await describeClient(tenant)).toMatchObject({ CallbackURLs: product.callbackUrls });
  });

  it('puts app-client tenants into the shared pool, each with its own client and placement', async () => {
    const one = await installation.createTenant({ model: 'app-client' });
    const two = await installation.createTenant({ model: 'app-client' });
    expect(one.placements[0]?.userPoolId).toBe(two.placements[0]?.userPoolId);
    expect(one.placements[0]?.clientId).not.toBe(two.placements[0]?.clientId);
    const { userPoolId = '', clientId = '' } = one.placements[0] ?? {};
    const placement = await installation.registry.get(placements, userPoolId, clientId);
    expect(placement?.tenant).toEqual({ id: one.id, slug: one.slug, plan: 'starter', suspended: false });
  });

  it('lists the shared client for an app-client tenant that lets people in from there', async () => {
    const shared = await installation.createTenant();
    const tenant = await installation.createTenant({
      model: 'app-client',
      settings: { sharedClientSignIn: true },
    });
    expect(tenant.placements).toHaveLength(2);
    expect(tenant.placements[1]).toEqual(shared.placements[0]);
  });

  it('repairs what somebody changed at Cognito and keeps what is not ours', async () => {
    const tenant = await installation.createTenant({ model: 'user-pool' });
    const { userPoolId, clientId } = tenant.placements[0] ?? {};
    // An update by hand that leaves things out: Cognito puts those back to their defaults.
    await installation.cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: userPoolId,
        EmailVerificationSubject: 'Ours to keep',
        DeletionProtection: 'INACTIVE',
      }),
    );
    await installation.cognito.send(
      new UpdateUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId, AuthSessionValidity: 5 }),
    );
    expect((await describePool(tenant))?.LambdaConfig?.PreAuthentication).toBeUndefined();
    await installation.controlPlane.reconcile(tenant.id);
    expect(await describePool(tenant)).toMatchObject({
      EmailVerificationSubject: 'Ours to keep',
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      LambdaConfig: { PreAuthentication: expect.stringContaining('pre-auth') },
    });
    expect(await describeClient(tenant)).toMatchObject({
      AuthSessionValidity: 5,
      WriteAttributes: ['name'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('does nothing at all for a tenant that is as it should be', async () => {
    const tenant = await installation.createTenant({ model: 'user-pool' });
    const { services, reconcile } = installation.controlPlane;
    const before = await services.tenants.history(tenant.id, { limit: 100 });
    expect(await reconcile(tenant.id)).toEqual(await installation.registry.get(tenants, tenant.id, 'tenant'));
    expect(await services.tenants.history(tenant.id, { limit: 100 })).toEqual(before);
  });

  it('writes every step with its outcome and duration into the history', async () => {
    const tenant = await installation.createTenant({ model: 'user-pool' });
    const { items } = await installation.controlPlane.services.tenants.history(tenant.id, { limit: 100 });
    expect(items.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'tenant.create done',
      'user-pool.create done',
      'user-pool.mfa done',
      'pool-domain.create done',
      'app-client.create done',
      'login-branding.create done',
      'placement.store done',
      'first-admin.invite done',
      'member.invite done',
    ]);
    expect(items.find(({ step }) => step === 'user-pool.create')?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('keeps a failure in the status and finishes in a later run', async () => {
    const failing = await installation.another({
      cognito: {
        send: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
      },
    });
    const tenant = await failing.services.tenants.create(
      {
        slug: 'later',
        name: 'Later',
        model: 'app-client',
        plan: 'starter',
        settings: {},
        firstAdmin: { email: 'first@later.example' },
      },
      'operator:test',
    );
    expect(tenant.status).toMatchObject({ phase: 'onboarding', problem: { code: 'cognito_unavailable' } });
    await installation.controlPlane.bootstrap();
    const settled = await installation.registry.get(tenants, tenant.id, 'tenant');
    expect(settled?.status).toEqual({ phase: 'active' });
  });

  it('reads by key and by query only, and writes in transactions: no scan in all of this', async () => {
    await installation.controlPlane.services.tenants.list({ limit: 100 });
    const kinds = ['BatchGetItem', 'GetItem', 'Query', 'TransactWriteItems'];
    expect([...new Set(registries.calls)].toSorted()).toEqual(kind === 'DynamoDB' ? kinds : []);
  });
});

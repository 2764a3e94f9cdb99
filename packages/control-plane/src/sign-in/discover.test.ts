import type { Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { fakeProviders, giveProvider } from '../testing/federation.ts';

let installation: TestInstallation;
let acme: Tenant;
let key: string;

const services = () => installation.controlPlane.services;
const byEmail = (email: string) => services().signIn.discover({ email });

beforeAll(async () => {
  installation = await startInstallation({ fakeProviders });
  acme = await installation.createTenant({ slug: 'acme', model: 'user-pool' });
  const rules = { allowedEmailDomains: ['acme.example', 'unproven.example'] };
  ({ key } = await giveProvider(installation, acme, 'acme', { rules }));
  for (const domain of ['acme.example', 'not-allowed.example']) {
    await services().domains.vouch(acme.id, domain, 'operator:test');
  }
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

describe('an e-mail', () => {
  it('of a proven domain leads to the tenant’s client and provider, whoever has it', async () => {
    const [known, unknown] = [await byEmail('admin@acme.example'), await byEmail('nobody@ACME.example')];
    expect(known).toMatchObject({
      ...acme.placements[0],
      tenantId: acme.id,
      methods: ['password', 'managed-login', 'identity-provider'],
      scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      identityProvider: { key, name: 'acme Workforce' },
    });
    expect(unknown).toEqual(known);
  });

  it('of any other domain gets one answer, which names no tenant', async () => {
    const answers = await Promise.all(
      [
        'x@unproven.example',
        'x@not-allowed.example',
        'x@sub.acme.example',
        'acme.example@other.example',
        'admin@acme.example.evil.example',
        'x@gmail.com',
      ].map(byEmail),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).not.toHaveProperty('tenant');
    expect(answers[0]).not.toHaveProperty('identityProvider');
  });

  it('of a suspended tenant, or of one without provider, gets the answer of strangers', async () => {
    const stranger = await byEmail('x@nowhere.example');
    await services().tenants.suspend(acme.id, 'operator:test');
    expect(await byEmail('x@acme.example')).toEqual(stranger);
    await services().tenants.resume(acme.id, 'operator:test');
    const plain = await installation.createTenant({ model: 'app-client' });
    await services().domains.vouch(plain.id, 'plain.example', 'operator:test');
    expect(await byEmail('x@plain.example')).toEqual(stranger);
  });
});

describe('without a product', () => {
  it('nobody is sent to managed login', async () => {
    const bare = await installation.another({ product: { callbackUrls: [], logoutUrls: [] } });
    const found = await bare.services.signIn.discover({ email: 'x@nowhere.example' });
    expect(found).toMatchObject({ methods: ['password'], scopes: [] });
  });
});

import {
  newId,
  type Placement,
  placements,
  put,
  type Registry,
  remove,
  storeMembership,
  type Tenant,
  tenants,
} from '@cohabit/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registryKinds, startRegistries, type TestRegistries } from '../testing/registries.ts';
import { createTenantResolver } from './resolve-tenant.ts';

const client = { userPoolId: 'us-east-1_shared000', clientId: 'shared' };
const sub = 'sub-of-alex';
let registry: Registry;
let registries: TestRegistries;

function tenantOf(slug: string, change: Partial<Tenant['spec']> = {}): Tenant {
  const now = '2026-11-22T14:00:00.000Z';
  return {
    id: newId('tnt'),
    slug,
    name: slug,
    spec: {
      model: 'shared',
      plan: 'starter',
      settings: {},
      firstAdmin: { email: `admin@${slug}.example`, name: '' },
      desired: 'active',
      ...change,
    },
    status: { phase: 'active' },
    placements: [client],
    createdAt: now,
    updatedAt: now,
    version: 0,
  };
}

async function storeWithAlex(tenant: Tenant, clients = tenant.placements): Promise<void> {
  const membership = {
    tenantId: tenant.id,
    userId: newId('usr'),
    email: 'alex@example.com',
    name: 'Alex',
    roles: ['member'],
    status: 'active' as const,
    identities: [{ userPoolId: client.userPoolId, sub }],
    createdAt: tenant.createdAt,
    updatedAt: tenant.updatedAt,
    version: 0,
  };
  await registry.commit([put(tenants, tenant), ...storeMembership(membership, clients)]);
}

describe.each(registryKinds)('createTenantResolver, on %s', (kind) => {
  beforeAll(async () => {
    registries = await startRegistries(kind);
  });

  afterAll(() => registries?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    registry = await registries.open();
    const placement: Placement = { ...client, region: 'us-east-1', audience: 'tenants', version: 0 };
    await registry.commit([put(placements, placement)]);
  });

  afterEach(async () => {
    await registry.close();
  });

  it('takes the next home when the first one is suspended, and says so when all are', async () => {
    const resolve = createTenantResolver(registry);
    const suspended = tenantOf('aaa', { desired: 'suspended' });
    await storeWithAlex(suspended);
    expect(await resolve({ ...client, sub })).toMatchObject({
      decision: 'refuse',
      reason: 'tenant_suspended',
    });
    const served = tenantOf('bbb');
    await storeWithAlex(served);
    expect(await resolve({ ...client, sub })).toMatchObject({
      decision: 'issue',
      claims: { tenant_id: served.id },
    });
  });

  it('gives nothing for a grant that was left at a client which does not serve the tenant any more', async () => {
    const resolve = createTenantResolver(registry);
    const moved = { ...tenantOf('moved'), placements: [{ ...client, clientId: 'elsewhere' }] };
    await storeWithAlex(moved, [client]);
    for (const tenantId of [undefined, moved.id]) {
      expect(await resolve({ ...client, sub, tenantId })).toMatchObject({
        decision: 'refuse',
        reason: 'not_a_member',
      });
    }
  });

  it("gives nothing to a provider's person at a client of many tenants, not even for a grant that stands there", async () => {
    const resolve = createTenantResolver(registry);
    const tenant = tenantOf('shared');
    await storeWithAlex({ ...tenant, identityProvider: { key: 'idp-own', ssoOnly: false } });
    for (const tenantId of [undefined, tenant.id]) {
      expect(await resolve({ ...client, sub, tenantId })).toMatchObject({ decision: 'issue' });
      expect(await resolve({ ...client, sub, tenantId, provider: 'idp-own' })).toMatchObject({
        decision: 'refuse',
        reason: 'provider_mismatch',
      });
    }
  });

  it('refuses a client that no placement names, also one that was removed after it had been used', async () => {
    const resolve = createTenantResolver(registry);
    const unknown = { userPoolId: client.userPoolId, clientId: 'made-up' };
    expect(await resolve({ ...unknown, sub })).toMatchObject({ reason: 'unknown_client' });

    const tenant = tenantOf('bound', { model: 'app-client' });
    const own = { ...client, clientId: 'own' };
    const bound = { id: tenant.id, slug: tenant.slug, plan: 'starter', suspended: false };
    const placement = {
      ...own,
      region: 'us-east-1',
      audience: 'tenants' as const,
      tenant: bound,
      version: 0,
    };
    await registry.commit([put(placements, placement)]);
    await storeWithAlex({ ...tenant, placements: [own] });
    expect(await resolve({ ...own, sub })).toMatchObject({ decision: 'issue' });
    await registry.commit([remove(placements, { ...placement, version: 1 })]);
    expect(await resolve({ ...own, sub })).toMatchObject({ reason: 'unknown_client' });
  });

  it('asks for a placement and the grants, or for a grant and the tenant, and for nothing else', async () => {
    const resolve = createTenantResolver(registry);
    const shared = tenantOf('shared');
    await storeWithAlex(shared);
    const bound = tenantOf('bound', { model: 'app-client' });
    const own = { ...client, clientId: 'own' };
    const served = { id: bound.id, slug: bound.slug, plan: 'starter', suspended: false };
    const placement: Placement = {
      ...{ ...own, region: 'us-east-1', audience: 'tenants', version: 0 },
      tenant: served,
    };
    await registry.commit([put(placements, placement)]);
    await storeWithAlex({ ...bound, placements: [own] });
    for (const [request, first, later] of [
      [{ ...own, sub }, ['GetItem', 'Query'], ['GetItem', 'Query']],
      [{ ...client, sub }, ['GetItem', 'GetItem', 'Query'], ['GetItem', 'Query']],
      [{ ...client, sub, tenantId: shared.id }, ['GetItem', 'GetItem'], ['GetItem', 'GetItem']],
    ] as const) {
      for (const expected of [first, later]) {
        registries.calls.length = 0;
        expect(await resolve(request)).toMatchObject({ decision: 'issue' });
        expect(registries.calls.toSorted()).toEqual(kind === 'DynamoDB' ? expected : []);
      }
    }
  });
});

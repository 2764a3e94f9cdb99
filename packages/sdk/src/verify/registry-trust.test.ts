import { overwrite, placements, remove, tenants } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { createMapRegistry } from '../testing/map-registry.ts';
import { acmeClient, sharedClient, storeTestTenants } from '../testing/test-tenants.ts';
import { registryTrust } from './registry-trust.ts';

async function scene() {
  const { registry, readCount } = createMapRegistry();
  const stored = await storeTestTenants(registry);
  const time = { nowMs: 0 };
  const trust = registryTrust(registry, { clock: () => time.nowMs, maxAgeSeconds: 10 });
  return { registry, readCount, time, trust, ...stored };
}

describe('registryTrust', () => {
  it('shows a bound placement with its tenant and a shared one without', async () => {
    const { trust, acme } = await scene();
    expect(await trust.findPlacement(acmeClient.userPoolId, acmeClient.clientId)).toEqual({
      ...acmeClient,
      region: 'eu-central-1',
      audience: 'tenants',
      tenantId: acme.id,
    });
    const shared = await trust.findPlacement(sharedClient.userPoolId, sharedClient.clientId);
    expect(shared).not.toHaveProperty('tenantId');
  });

  it('reads once in its maximum age, whatever is asked at the same time, absent things too', async () => {
    const { trust, readCount, time } = await scene();
    const ask = () =>
      Promise.all([
        ...Array.from({ length: 5 }, () => trust.findPlacement(acmeClient.userPoolId, acmeClient.clientId)),
        ...Array.from({ length: 5 }, () => trust.findPlacement(acmeClient.userPoolId, 'nobody')),
        ...Array.from({ length: 5 }, () => trust.findTenant('tnt_nobody')),
      ]);
    await ask();
    time.nowMs = 9_999;
    await ask();
    expect(readCount()).toBe(3);
    time.nowMs = 10_000;
    await ask();
    expect(readCount()).toBe(6);
  });

  it('recalls only what it has read and what is fresh', async () => {
    const { trust, time, acme } = await scene();
    expect(trust.recallTenant?.(acme.id)).toBeUndefined();
    await trust.findTenant(acme.id);
    await trust.findTenant('tnt_nobody');
    expect(trust.recallTenant?.(acme.id)?.value).toMatchObject({ slug: 'acme', suspended: false });
    expect(trust.recallTenant?.('tnt_nobody')).toMatchObject({ value: undefined });
    time.nowMs = 10_000;
    expect(trust.recallTenant?.(acme.id)).toBeUndefined();
  });

  it('forgets placements and tenants that are removed, and finds those that appear', async () => {
    const { trust, registry, time, acme } = await scene();
    const { userPoolId } = acmeClient;
    const acmePlacement = await registry.get(placements, userPoolId, acmeClient.clientId);
    if (!acmePlacement) throw new Error('The scene has no placement of acme');
    await trust.findPlacement(userPoolId, acmeClient.clientId);
    await trust.findPlacement(userPoolId, 'later');
    await trust.findTenant(acme.id);
    await registry.commit([
      remove(placements, { ...acmePlacement, version: 0 }),
      overwrite(placements, { ...acmePlacement, clientId: 'later' }),
      overwrite(tenants, { ...acme, spec: { ...acme.spec, desired: 'removed' } }),
    ]);
    time.nowMs = 10_000;
    expect(await trust.findPlacement(userPoolId, acmeClient.clientId)).toBeUndefined();
    expect(await trust.findPlacement(userPoolId, 'later')).toMatchObject({ tenantId: acme.id });
    expect(await trust.findTenant(acme.id)).toBeUndefined();
  });

  it('counts a tenant as suspended from the wish to suspend it until it is active again', async () => {
    const { trust, registry, time, acme } = await scene();
    for (const [desired, phase, suspended] of [
      ['suspended', 'active', true],
      ['suspended', 'suspended', true],
      ['active', 'suspended', true],
      ['active', 'active', false],
    ] as const) {
      await registry.commit([
        overwrite(tenants, { ...acme, spec: { ...acme.spec, desired }, status: { phase } }),
      ]);
      time.nowMs += 10_000;
      expect(await trust.findTenant(acme.id)).toMatchObject({ suspended });
    }
  });

  it('passes errors of the registry on and asks again the next time', async () => {
    const { registry, acme } = await scene();
    let isLocked = true;
    const trust = registryTrust({
      ...registry,
      get: (...key) => (isLocked ? Promise.reject(new Error('locked')) : registry.get(...key)),
    });
    await expect(trust.findTenant(acme.id)).rejects.toThrow('locked');
    isLocked = false;
    expect(await trust.findTenant(acme.id)).toMatchObject({ slug: 'acme' });
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { fakeProviders, providerInput } from '../testing/federation.ts';

const admin = 'user:usr_00000000000000000000000001';
let installation: TestInstallation;
let bridged: Tenant;
let own: Tenant;
/** A provider that says nothing of RFC 9207, as many do. */
let silent: string;
const server = createServer((_request, response) => response.end(JSON.stringify({ issuer: silent })));

beforeAll(async () => {
  installation = await startInstallation({ fakeProviders });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  silent = `http://localhost:${(server.address() as AddressInfo).port}`;
  [bridged, own] = await Promise.all([
    installation.createTenant({ slug: 'bridged', model: 'app-client', plan: 'business' }),
    installation.createTenant({ slug: 'own', model: 'user-pool', plan: 'enterprise' }),
  ]);
});

afterAll(async () => {
  server.close();
  await installation[Symbol.asyncDispose]();
});

function set(tenant: Tenant, issuer: string | undefined, actor: `user:${string}` | `operator:${string}`) {
  const input = providerInput(installation, 'acme', issuer === undefined ? {} : { details: { issuer } });
  return installation.controlPlane.services.identityProviders.set(
    { tenantId: tenant.id, id: 'workforce' },
    input,
    actor,
  );
}

describe('a provider that does not name itself in its answers (mix-up attack)', () => {
  it('cannot be set in a shared pool by the tenant’s admin, nor can one that is not there', async () => {
    for (const issuer of [silent, 'http://localhost:1']) {
      await expect(set(bridged, issuer, admin)).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('RFC 9207'),
      });
    }
    expect(await installation.controlPlane.services.identityProviders.list(bridged.id)).toEqual([]);
  });

  it('is said to be wrong by its test', async () => {
    const { services } = installation.controlPlane;
    const key = { tenantId: bridged.id, id: 'workforce' };
    const input = providerInput(installation, 'acme', { details: { issuer: silent } });
    const { ok, findings } = await services.identityProviders.check(key, input);
    expect(ok).toBe(false);
    expect(findings.map(({ code }) => code)).toContain('issuer_not_in_answers');
  });

  it('can be set in a pool of the tenant’s own, or by an operator', async () => {
    await expect(set(own, silent, admin)).resolves.toMatchObject({ id: 'workforce' });
    await expect(set(bridged, silent, 'operator:test')).resolves.toMatchObject({ id: 'workforce' });
  });
});

it('a provider that names itself can be set by the tenant’s admin', async () => {
  const tenant = await installation.createTenant({ slug: 'named', model: 'app-client', plan: 'business' });
  await expect(set(tenant, undefined, admin)).resolves.toMatchObject({ status: 'active' });
});

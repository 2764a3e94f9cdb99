import { overwrite, type Tenant, tenants as tenantCollection } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { signToken } from '../testing/test-issuer.ts';
import { acmeClient, globexClient, operatorsClient, sharedClient } from '../testing/test-tenants.ts';
import { verifyScene } from '../testing/verify-scene.ts';
import { createVerifier } from './verifier.ts';

describe('verify', () => {
  it('makes the tenant context of an access token in each tenancy model', async () => {
    await using scene = await verifyScene();
    const { acme, globex, initech } = scene.tenants;
    const cases: [Tenant, typeof acmeClient][] = [
      [acme, acmeClient],
      [globex, globexClient],
      [initech, sharedClient],
    ];
    for (const [tenant, client] of cases) {
      const context = await scene.verifier.verify(scene.accessToken(tenant.id, client));
      expect(context).toMatchObject({
        kind: 'tenant',
        tenantId: tenant.id,
        tenantSlug: tenant.slug,
        plan: 'starter',
        roles: ['admin'],
        membershipVersion: 3,
        placement: client,
        token: { use: 'access', issuer: `${scene.jwks.endpoint}/${client.userPoolId}` },
      });
    }
  });

  it('gives each verification of one token the same frozen context', async () => {
    await using scene = await verifyScene();
    const token = scene.accessToken(scene.tenants.acme.id);
    const context = await scene.verifier.verify(token);
    expect(await scene.verifier.verify(token)).toBe(context);
    expect(() => (context.roles as string[]).push('owner')).toThrow(TypeError);
    expect(() => (context.token.claims.roles as string[]).push('owner')).toThrow(TypeError);
    expect(scene.jwks.requests).toHaveLength(1);
  });

  it('fetches the keys of an issuer once for many tokens at the same time', async () => {
    await using scene = await verifyScene();
    const tokens = Array.from({ length: 20 }, () => scene.accessToken(scene.tenants.acme.id));
    await Promise.all(tokens.map((token) => scene.verifier.verify(token)));
    expect(scene.jwks.requests).toEqual([`/${acmeClient.userPoolId}/.well-known/jwks.json`]);
  });

  it('takes an ID token only when asked for one, also when it was seen before', async () => {
    await using scene = await verifyScene();
    const token = signToken(scene.key, scene.idClaims(scene.tenants.acme.id));
    const refusal = { code: 'token_use_mismatch', details: { actual: 'id', expected: 'access' } };
    await expect(scene.verifier.verify(token)).rejects.toMatchObject(refusal);
    expect(await scene.verifier.verify(token, { tokenUse: 'id' })).toMatchObject({ tenantSlug: 'acme' });
    await expect(scene.verifier.verify(token)).rejects.toMatchObject(refusal);
    const access = scene.accessToken(scene.tenants.acme.id);
    await expect(scene.verifier.verify(access, { tokenUse: 'id' })).rejects.toMatchObject({
      code: 'token_use_mismatch',
      message: expect.stringContaining('Send the id token'),
    });
  });

  it('refuses a seen token 5 seconds after it expired', async () => {
    await using scene = await verifyScene();
    const token = scene.accessToken(scene.tenants.acme.id);
    await scene.verifier.verify(token);
    scene.time.nowMs += 3_604_999;
    expect(await scene.verifier.verify(token)).toMatchObject({ tenantSlug: 'acme' });
    scene.time.nowMs += 1;
    await expect(scene.verifier.verify(token)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('tells operators and users apart by the app client alone', async () => {
    await using scene = await verifyScene();
    const { acme } = scene.tenants;
    const operatorToken = scene.accessToken(acme.id, operatorsClient);
    const tenantToken = scene.accessToken(acme.id);
    for (const _ of ['new', 'seen']) {
      expect(await scene.verifier.verifyOperator(operatorToken)).toMatchObject({ kind: 'operator' });
      await expect(scene.verifier.verify(operatorToken)).rejects.toMatchObject({
        code: 'token_client_unknown',
      });
      await expect(scene.verifier.verifyOperator(tenantToken)).rejects.toMatchObject({
        code: 'token_client_unknown',
      });
      expect(await scene.verifier.verifyAny(operatorToken)).toMatchObject({ kind: 'operator' });
      expect(await scene.verifier.verifyAny(tenantToken)).toMatchObject({ kind: 'tenant' });
    }
  });

  it('refuses a suspended tenant within 30 seconds, though its tokens were seen', async () => {
    await using scene = await verifyScene();
    const { acme, initech } = scene.tenants;
    const tokens = [scene.accessToken(acme.id), scene.accessToken(initech.id, sharedClient)];
    for (const token of tokens) await scene.verifier.verify(token);
    for (const tenant of [acme, initech]) {
      const spec = { ...tenant.spec, desired: 'suspended' as const };
      await scene.registry.commit([overwrite(tenantCollection, { ...tenant, spec })]);
    }
    scene.time.nowMs += 30_000;
    for (const token of tokens) {
      await expect(scene.verifier.verify(token)).rejects.toMatchObject({ code: 'tenant_suspended' });
      await expect(scene.verifier.verify(token)).rejects.toMatchObject({ code: 'tenant_suspended' });
    }
  });

  it('refuses seen tokens of a tenant that left the shared client', async () => {
    await using scene = await verifyScene();
    const { initech } = scene.tenants;
    const token = scene.accessToken(initech.id, sharedClient);
    await scene.verifier.verify(token);
    await scene.registry.commit([overwrite(tenantCollection, { ...initech, placements: [acmeClient] })]);
    scene.time.nowMs += 30_000;
    await expect(scene.verifier.verify(token)).rejects.toMatchObject({ code: 'token_tenant_mismatch' });
  });

  it('shows the plan of the registry as it is now', async () => {
    await using scene = await verifyScene();
    const { acme } = scene.tenants;
    const token = scene.accessToken(acme.id);
    expect(await scene.verifier.verify(token)).toMatchObject({ plan: 'starter' });
    await scene.registry.commit([
      overwrite(tenantCollection, { ...acme, spec: { ...acme.spec, plan: 'business' } }),
    ]);
    scene.time.nowMs += 30_000;
    expect(await scene.verifier.verify(token)).toMatchObject({ plan: 'business' });
  });

  it('checks every use with a trust source that remembers nothing', async () => {
    await using scene = await verifyScene();
    const { acme } = scene.tenants;
    const tenant = { id: acme.id, slug: 'acme', plan: 'starter', suspended: false, placements: [acmeClient] };
    const verifier = createVerifier({
      trust: {
        findPlacement: async () => ({
          ...acmeClient,
          region: 'eu-central-1',
          audience: 'tenants',
          tenantId: acme.id,
        }),
        findTenant: async () => tenant,
      },
      cognitoEndpoint: scene.jwks.endpoint,
      clock: () => scene.time.nowMs,
    });
    const token = scene.accessToken(acme.id);
    expect(await verifier.verify(token)).toMatchObject({ tenantSlug: 'acme' });
    tenant.suspended = true;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'tenant_suspended' });
  });
});

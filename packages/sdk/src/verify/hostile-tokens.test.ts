import { CohabitError, newId } from '@cohabit/core';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { describe, expect, it } from 'vitest';
import { hostileTokens } from '../testing/hostile-tokens.ts';
import { createMapRegistry } from '../testing/map-registry.ts';
import { createSigningKey, signToken, startJwksServer } from '../testing/test-issuer.ts';
import { acmeClient, sharedClient, storeTestTenants } from '../testing/test-tenants.ts';
import { verifyScene } from '../testing/verify-scene.ts';
import { registryTrust } from './registry-trust.ts';
import { createVerifier } from './verifier.ts';

const key = createSigningKey('first');
const strangerKey = createSigningKey('stranger');
const jwks = { keys: [key.jwk] };
const nowSeconds = Math.floor(Date.now() / 1000);

const { registry } = createMapRegistry();
const { acme, hooli, globex } = await storeTestTenants(registry);
const claims = {
  sub: '5365a4f4-0081-70b5-2c7a-9c1f7a5a2a51',
  iss: `https://cognito-idp.eu-central-1.amazonaws.com/${acmeClient.userPoolId}`,
  client_id: acmeClient.clientId,
  token_use: 'access',
  auth_time: nowSeconds,
  iat: nowSeconds,
  exp: nowSeconds + 3600,
  tenant_id: acme.id,
  tenant_plan: 'starter',
  roles: ['admin'],
  user_id: newId('usr'),
  membership_version: 1,
};

const verifier = createVerifier({ trust: registryTrust(registry), fetchJson: async () => jwks });
const awsVerifier = CognitoJwtVerifier.create({ ...acmeClient, tokenUse: 'access' });
awsVerifier.cacheJwks(jwks as unknown as Parameters<typeof awsVerifier.cacheJwks>[0]);

describe('verify, given hostile tokens', () => {
  it('accepts the token that the hostile ones are made from, as aws-jwt-verify does', async () => {
    const good = signToken(key, claims);
    expect(await verifier.verify(good)).toMatchObject({ tenantId: acme.id });
    expect(awsVerifier.verifySync(good)).toMatchObject({ sub: claims.sub });
  });

  it.for(hostileTokens({ key, strangerKey, claims }))('refuses $name', async ({ token, code }) => {
    const error = await verifier.verify(token).catch((reason: unknown) => reason);
    if (!(error instanceof CohabitError)) throw new Error('It was not refused by name', { cause: error });
    expect(error).toMatchObject({ code });
    expect(Object.keys(error.details).sort()).toEqual(['actual', 'expected']);
    const [, payload = '-'] = token.split('.');
    expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain(payload || '-.-');
  });

  it.for(hostileTokens({ key, strangerKey, claims }))(
    'agrees with aws-jwt-verify on $name, or is stricter',
    ({ token, onlyOurs }) => {
      const verifyThere = () => awsVerifier.verifySync(token);
      if (onlyOurs) expect(verifyThere()).toBeDefined();
      else expect(verifyThere).toThrow();
    },
  );

  it('refuses what is not a text', async () => {
    for (const value of [undefined, null, 7, {}, ['a.b.c']]) {
      await expect(verifier.verify(value as never)).rejects.toMatchObject({ code: 'token_malformed' });
    }
  });

  it("refuses a well-signed token of a bound client that names another client's tenant", async () => {
    for (const tenant_id of [globex.id, hooli.id, newId('tnt')]) {
      const token = signToken(key, { ...claims, tenant_id });
      await expect(verifier.verify(token)).rejects.toMatchObject({
        code: 'token_tenant_mismatch',
        details: { actual: tenant_id, expected: acme.id },
      });
    }
  });

  it('refuses a well-signed token of the shared client for a tenant that it does not serve', async () => {
    const iss = `https://cognito-idp.eu-central-1.amazonaws.com/${sharedClient.userPoolId}`;
    for (const tenant_id of [acme.id, globex.id, hooli.id, newId('tnt')]) {
      const token = signToken(key, { ...claims, iss, client_id: sharedClient.clientId, tenant_id });
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token_tenant_mismatch' });
    }
  });

  it('refuses a token without whole tenant claims and names what is missing', async () => {
    const without = signToken(key, { ...claims, tenant_id: undefined });
    await expect(verifier.verify(without)).rejects.toMatchObject({
      code: 'token_tenant_missing',
      details: { actual: 'no valid tenant_id' },
    });
    const asText = signToken(key, { ...claims, roles: '["admin"]', membership_version: 0 });
    await expect(verifier.verify(asText)).rejects.toMatchObject({
      code: 'token_tenant_missing',
      details: { actual: 'no valid roles, membership_version' },
    });
  });

  it('asks nobody anything about an issuer of unknown form', async () => {
    await using scene = await verifyScene();
    await using attacker = await startJwksServer([strangerKey]);
    const issuers = [
      `${attacker.endpoint}/${acmeClient.userPoolId}`,
      `${scene.jwks.endpoint}@${attacker.endpoint.slice('http://'.length)}/${acmeClient.userPoolId}`,
      `${scene.jwks.endpoint}/../${acmeClient.userPoolId}`,
      `https://cognito-idp.eu-central-1.amazonaws.com/${acmeClient.userPoolId}`,
    ];
    for (const iss of issuers) {
      const token = signToken(strangerKey, { ...scene.accessClaims(scene.tenants.acme.id), iss });
      await expect(scene.verifier.verify(token)).rejects.toMatchObject({ code: 'token_issuer_unknown' });
    }
    expect(attacker.requests).toEqual([]);
    expect(scene.jwks.requests).toEqual([]);
    expect(scene.asked.placements).toEqual([]);
    expect(scene.readCount()).toBe(0);
  });

  it('fetches nothing for an app client that is not in the registry', async () => {
    await using scene = await verifyScene();
    const strangePool = { userPoolId: 'eu-central-1_Stranger1', clientId: 'strangerclient' };
    const token = signToken(strangerKey, scene.accessClaims(scene.tenants.acme.id, strangePool));
    await expect(scene.verifier.verify(token)).rejects.toMatchObject({ code: 'token_client_unknown' });
    expect(scene.asked.placements).toContain('eu-central-1_Stranger1/strangerclient');
    expect(scene.jwks.requests).toEqual([]);
  });
});

import { newId, type TenantId } from '@cohabit/core';
import { registryTrust } from '../verify/registry-trust.ts';
import type { TrustSource } from '../verify/trust.ts';
import { createVerifier } from '../verify/verifier.ts';
import { createMapRegistry } from './map-registry.ts';
import { createSigningKey, signToken, startJwksServer } from './test-issuer.ts';
import { acmeClient, storeTestTenants } from './test-tenants.ts';

const first = createSigningKey('first');

/** A JWKS server, a registry with tenants of every model, a verifier over both and a clock that tests move. */
export async function verifyScene() {
  const jwks = await startJwksServer([first]);
  const { registry, readCount } = createMapRegistry();
  const tenants = await storeTestTenants(registry);
  const time = { nowMs: 1_800_000_000_000 };
  const clock = () => time.nowMs;
  const trust = registryTrust(registry, { clock });
  const asked = { placements: [] as string[] };
  const watchedTrust: TrustSource = {
    ...trust,
    recallPlacement(userPoolId, clientId) {
      asked.placements.push(`${userPoolId}/${clientId}`);
      return trust.recallPlacement?.(userPoolId, clientId);
    },
    findPlacement(userPoolId, clientId) {
      asked.placements.push(`${userPoolId}/${clientId}`);
      return trust.findPlacement(userPoolId, clientId);
    },
  };
  const verifier = createVerifier({ trust: watchedTrust, cognitoEndpoint: jwks.endpoint, clock });

  /** Claims as Cognito writes them into an access token. */
  function accessClaims(tenantId: TenantId, client = acmeClient): Record<string, unknown> {
    const nowSeconds = Math.floor(time.nowMs / 1000);
    return {
      sub: '5365a4f4-0081-70b5-2c7a-9c1f7a5a2a51',
      iss: `${jwks.endpoint}/${client.userPoolId}`,
      client_id: client.clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: nowSeconds,
      iat: nowSeconds,
      exp: nowSeconds + 3600,
      jti: crypto.randomUUID(),
      tenant_id: tenantId,
      tenant_plan: 'starter',
      roles: ['admin'],
      user_id: newId('usr'),
      membership_version: 3,
    };
  }

  function idClaims(tenantId: TenantId, client = acmeClient): Record<string, unknown> {
    const { client_id, scope, ...claims } = accessClaims(tenantId, client);
    return { ...claims, aud: client_id, token_use: 'id' };
  }

  return {
    ...{ jwks, registry, readCount, tenants, time, trust, asked, verifier, accessClaims, idClaims },
    key: first,
    accessToken: (tenantId: TenantId, client = acmeClient) =>
      signToken(first, accessClaims(tenantId, client)),
    [Symbol.asyncDispose]: () => jwks[Symbol.asyncDispose](),
  };
}

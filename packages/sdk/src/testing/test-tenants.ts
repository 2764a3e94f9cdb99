import {
  newId,
  overwrite,
  type Placement,
  placements,
  type Registry,
  type Tenant,
  tenants,
} from '@cohabit/core';
import type { OperatorContext, TenantContext, VerifiedToken } from '../context/tenant-context.ts';

const REGION = 'eu-central-1';

/** A tenant that is served by these clients, its own first. */
function tenantNamed(slug: string, clients: { userPoolId: string; clientId: string }[]): Tenant {
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
    },
    status: { phase: 'active' },
    placements: clients,
    createdAt: '2026-11-22T00:00:00.000Z',
    updatedAt: '2026-11-22T00:00:00.000Z',
    version: 0,
  };
}

export const acmeClient = { userPoolId: `${REGION}_Acme00001`, clientId: 'acmeclient' };
export const globexClient = { userPoolId: `${REGION}_Shared001`, clientId: 'globexclient' };
export const sharedClient = { userPoolId: `${REGION}_Shared001`, clientId: 'sharedclient' };
export const operatorsClient = { userPoolId: `${REGION}_Operators`, clientId: 'operatorsclient' };

/** One tenant of each model, and hooli, which is in the registry but not at the shared client. */
export async function storeTestTenants(registry: Registry) {
  const acme = tenantNamed('acme', [acmeClient]);
  const globex = tenantNamed('globex', [globexClient]);
  const initech = tenantNamed('initech', [sharedClient]);
  const hooli = tenantNamed('hooli', [globexClient]);
  const bound = (client: typeof acmeClient, { id, slug, spec }: Tenant): Placement => ({
    ...client,
    region: REGION,
    audience: 'tenants',
    tenant: { id, slug, plan: spec.plan, suspended: false },
    version: 0,
  });
  await registry.commit([
    ...[acme, globex, initech, hooli].map((tenant) => overwrite(tenants, tenant)),
    overwrite(placements, bound(acmeClient, acme)),
    overwrite(placements, bound(globexClient, globex)),
    overwrite(placements, { ...sharedClient, region: REGION, audience: 'tenants', version: 0 }),
    overwrite(placements, { ...operatorsClient, region: REGION, audience: 'operators', version: 0 }),
  ]);
  return { acme, globex, initech, hooli };
}

const token: VerifiedToken = {
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Acme00001',
  subject: 'a-sub',
  use: 'access',
  issuedAt: 0,
  expiresAt: 3600,
  authTime: 0,
  claims: {},
};

/** A context as the verifier makes it, for tests of what comes after verification. */
export function testContext(changes: Partial<TenantContext> = {}): TenantContext {
  return {
    kind: 'tenant',
    tenantId: newId('tnt'),
    tenantSlug: 'acme',
    plan: 'starter',
    userId: newId('usr'),
    roles: ['member'],
    membershipVersion: 1,
    placement: acmeClient,
    token,
    ...changes,
  };
}

export const testOperator: OperatorContext = { kind: 'operator', subject: 'olive', token };

import {
  CohabitError,
  issuerOf,
  type PlacementKey,
  type Registry,
  type Tenant,
  tenants,
} from '@cohabit/core';
import { operatorsClient, sharedClient } from '../reconcile/bootstrap.ts';

/** Where and how somebody signs in. */
export interface SignIn {
  region: string;
  userPoolId: string;
  clientId: string;
  issuer: string;
  cognitoEndpoint?: string;
  methods: 'password'[];
  tenant?: { slug: string; name: string };
  tenantId?: string;
}

/** What a person says about themselves before they sign in. */
export type SignInHint = { tenant: string } | { email: string } | { audience: 'operators' };

export interface SignInParts {
  registry: Registry;
  region: string;
  cognitoEndpoint?: string | undefined;
}

/**
 * Finds the client at which a person signs in. A tenant's slug leads to that tenant's client. An e-mail leads to the
 * shared client, whoever has it: without a domain that a tenant has proved to own, an answer that depends on the e-mail
 * would tell strangers who is whose customer. Throws `tenant_not_found`, `tenant_suspended` or `tenant_not_ready`.
 */
export async function discoverSignIn(parts: SignInParts, hint: SignInHint): Promise<SignIn> {
  if ('audience' in hint) return signInAt(parts, await operatorsClient(parts.registry));
  if ('email' in hint) return signInAt(parts, await sharedClient(parts.registry));
  const tenant = await parts.registry.getByUnique(tenants, `slug:${hint.tenant}`);
  const client = requireServed(tenant);
  return {
    ...signInAt(parts, client.placement),
    tenant: { slug: client.tenant.slug, name: client.tenant.name },
    tenantId: client.tenant.id,
  };
}

function signInAt({ region, cognitoEndpoint }: SignInParts, client: PlacementKey): SignIn {
  const { userPoolId, clientId } = client;
  const issuer = issuerOf({ userPoolId, region }, { cognitoEndpoint });
  return {
    region,
    userPoolId,
    clientId,
    issuer,
    ...(cognitoEndpoint === undefined ? {} : { cognitoEndpoint }),
    methods: ['password'],
  };
}

function requireServed(tenant: Tenant | undefined): { tenant: Tenant; placement: PlacementKey } {
  if (!tenant || tenant.spec.desired === 'removed') {
    const message = 'There is no tenant with this slug. Look at the address you were given.';
    throw new CohabitError('tenant_not_found', message);
  }
  if (tenant.spec.desired === 'suspended') {
    throw new CohabitError('tenant_suspended', 'This tenant is suspended. Ask its operator.');
  }
  const placement = tenant.placements[0];
  if (placement) return { tenant, placement };
  throw new CohabitError('tenant_not_ready', 'This tenant is being set up. Try again in a moment.');
}

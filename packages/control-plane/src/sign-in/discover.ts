import {
  type Clock,
  CohabitError,
  domains,
  emailDomain,
  identityProviders,
  isoNow,
  issuerOf,
  type PlacementKey,
  provenKey,
  type Registry,
  type Tenant,
  tenants,
} from '@cohabit/core';
import { type ProductUrls, SCOPES } from '../reconcile/app-client.ts';
import { operatorsClient, sharedClient } from '../reconcile/bootstrap.ts';

/** By what somebody may prove who they are. */
type SignInMethod = 'password' | 'managed-login' | 'identity-provider';

/** Where and how somebody signs in. */
export interface SignIn {
  region: string;
  userPoolId: string;
  clientId: string;
  issuer: string;
  cognitoEndpoint?: string;
  methods: SignInMethod[];
  /** What the client lets an app ask for at the issuer's authorization endpoint; none where it is not served. */
  scopes: string[];
  /** The tenant's own provider: `key` is what Cognito calls it, `name` is for people. */
  identityProvider?: { key: string; name: string };
  tenant?: { slug: string; name: string };
  tenantId?: string;
}

/** What a person says about themselves before they sign in. */
export type SignInHint = { tenant: string } | { email: string } | { audience: 'operators' };

export interface SignInParts {
  registry: Registry;
  clock: Clock;
  region: string;
  cognitoEndpoint?: string | undefined;
  product: () => ProductUrls | undefined;
}

/**
 * Finds the client at which a person signs in. A tenant's slug leads to that tenant's client. So does an e-mail of a
 * domain that the tenant has proven and whose people its provider takes; any other e-mail leads to the shared client,
 * whoever has it: an answer that depends on the e-mail would tell strangers who is whose customer, and a domain tells
 * only what the tenant chose to. Throws `tenant_not_found`, `tenant_suspended` or `tenant_not_ready`.
 */
export async function discoverSignIn(parts: SignInParts, hint: SignInHint): Promise<SignIn> {
  const { registry } = parts;
  const product = parts.product();
  if ('audience' in hint) {
    return { ...placeOf(parts, await operatorsClient(registry)), methods: ['password'], scopes: [] };
  }
  if ('email' in hint) {
    const found = await tenantOfDomain(registry, hint.email);
    if (found) return signInAt(parts, found.tenant, found.placement);
    const shared = placeOf(parts, await sharedClient(registry));
    return { ...shared, methods: ownMethods(product), scopes: scopesOf(product) };
  }
  const tenant = await registry.getByUnique(tenants, `slug:${hint.tenant}`);
  const client = requireServed(tenant);
  return signInAt(parts, client.tenant, client.placement);
}

async function signInAt(parts: SignInParts, tenant: Tenant, placement: PlacementKey): Promise<SignIn> {
  const { registry, clock } = parts;
  const product = parts.product();
  const { identityProvider: served, breakGlass } = tenant;
  const provider = served && (await registry.getByUnique(identityProviders, `key:${served.key}`));
  const isOpen = breakGlass !== undefined && isoNow(clock) < breakGlass.until;
  const own: SignInMethod[] = served?.ssoOnly ? (isOpen ? ['password'] : []) : ownMethods(product);
  return {
    ...placeOf(parts, placement),
    methods: [...own, ...(provider ? ['identity-provider' as const] : [])],
    scopes: scopesOf(product),
    ...(provider && { identityProvider: { key: provider.key, name: provider.spec.name } }),
    tenant: { slug: tenant.slug, name: tenant.name },
    tenantId: tenant.id,
  };
}

function ownMethods(product: ProductUrls | undefined): SignInMethod[] {
  return product ? ['password', 'managed-login'] : ['password'];
}

function scopesOf(product: ProductUrls | undefined): string[] {
  return product ? [...SCOPES] : [];
}

/** The tenant to whose provider an e-mail leads; a tenant that is not served is as good as none. */
async function tenantOfDomain(
  registry: Registry,
  email: string,
): Promise<{ tenant: Tenant; placement: PlacementKey } | undefined> {
  const name = emailDomain(email);
  if (name === undefined) return undefined;
  const domain = await registry.getByUnique(domains, provenKey(name));
  const tenant = domain && (await registry.get(tenants, domain.tenantId, 'tenant'));
  const placement = tenant?.placements[0];
  const key = tenant?.identityProvider?.key;
  if (!tenant || !placement || key === undefined || tenant.spec.desired !== 'active') return undefined;
  const provider = await registry.getByUnique(identityProviders, `key:${key}`);
  const takes = provider?.spec.rules.allowedEmailDomains.includes(name);
  return takes ? { tenant, placement } : undefined;
}

function placeOf({ region, cognitoEndpoint }: SignInParts, client: PlacementKey) {
  const { userPoolId, clientId } = client;
  const issuer = issuerOf({ userPoolId, region }, { cognitoEndpoint });
  return {
    region,
    userPoolId,
    clientId,
    issuer,
    ...(cognitoEndpoint === undefined ? {} : { cognitoEndpoint }),
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

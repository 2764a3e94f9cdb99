import {
  CohabitError,
  domains,
  type IdentityProvider,
  identityProviders,
  type Registry,
  type TenantId,
} from '@cohabit/core';

/** The tenant's identity provider, of which it has at most one. */
export async function tenantProvider(
  registry: Registry,
  tenantId: TenantId,
): Promise<IdentityProvider | undefined> {
  const page = await registry.query(identityProviders, tenantId, { limit: 1 });
  return page.items[0];
}

/** Throws `identity_provider_not_found`. */
export async function requireProvider(
  registry: Registry,
  tenantId: TenantId,
  id: string,
): Promise<IdentityProvider> {
  const provider = await registry.get(identityProviders, tenantId, id);
  if (provider) return provider;
  throw new CohabitError('identity_provider_not_found', 'There is no such identity provider in this tenant.');
}

/** Cognito takes 50 identifiers of up to 40 characters for a provider. */
const MAX_IDENTIFIERS = 50;
const MAX_IDENTIFIER_CHARACTERS = 40;

/** Domains whose people go straight to the provider: those the tenant has proven and its rules accept, and no others. */
export async function providerDomains(registry: Registry, provider: IdentityProvider): Promise<string[]> {
  const { allowedEmailDomains } = provider.spec.rules;
  const found = await Promise.all(
    allowedEmailDomains.map((name) => registry.get(domains, provider.tenantId, name)),
  );
  return found
    .filter((domain) => domain?.status === 'proven')
    .map((domain) => domain?.name ?? '')
    .filter((name) => name.length <= MAX_IDENTIFIER_CHARACTERS)
    .slice(0, MAX_IDENTIFIERS);
}

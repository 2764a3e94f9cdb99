import type { ControlPlane, SeedDocument } from '@cohabit/control-plane';
import { type IssuerOptions, issuerOf, type TenantId } from '@cohabit/core';
import { seedOperator, seedProvider, seedTenants } from './people.ts';
import type { SeedState } from './seed.ts';

/** What `GET /_local/seed` answers: the seed, and where the operators sign in. */
export interface LocalSeed extends SeedDocument {
  operator: SeedDocument['operator'] & { userPoolId: string; clientId: string; issuer: string };
}

/** Made from the registry as it is now: a seed tenant that somebody removed is not in it. */
export async function describeSeed(
  services: ControlPlane['services'],
  state: SeedState,
  options: { region: string } & IssuerOptions,
): Promise<LocalSeed> {
  const { userPoolId, clientId, issuer } = await services.signIn.discover({ audience: 'operators' });
  const tenants: LocalSeed['tenants'] = [];
  for (const seed of seedTenants) {
    const page = await services.tenants.list({ slug: seed.slug, limit: 1 });
    const tenant = page.items[0];
    const place = tenant?.placements[0];
    if (tenant === undefined || place === undefined) continue;
    tenants.push({
      id: tenant.id,
      slug: tenant.slug,
      model: tenant.spec.model,
      userPoolId: place.userPoolId,
      clientId: place.clientId,
      issuer: issuerOf({ userPoolId: place.userPoolId, region: options.region }, options),
      users: seed.people.map(({ email, roles }) => {
        const totpSecret = state.totpSecrets[email];
        return {
          username: email,
          email,
          password: state.passwords[email] ?? '',
          roles,
          ...(totpSecret === undefined ? {} : { totpSecret }),
        };
      }),
    });
  }
  const { email, password } = seedOperator;
  const identityProviders = await describeProvider(services, tenants);
  return {
    operator: { username: email, password: state.passwords[email] ?? password, userPoolId, clientId, issuer },
    tenants,
    identityProviders,
  };
}

/** The seed's provider as long as it serves; its people have no passwords. */
async function describeProvider(
  services: ControlPlane['services'],
  tenants: LocalSeed['tenants'],
): Promise<NonNullable<LocalSeed['identityProviders']>> {
  const { fake, id, tenant: slug } = seedProvider;
  const tenant = tenants.find((candidate) => candidate.slug === slug);
  const [provider] = tenant ? await services.identityProviders.list(tenant.id as TenantId) : [];
  if (provider?.id !== id || provider.status !== 'active' || provider.spec.protocol !== 'oidc') return [];
  return [
    {
      tenant: slug,
      id,
      key: provider.key,
      name: provider.spec.name,
      issuer: provider.spec.details.issuer,
      people: fake.people.map(({ email, name, groups }) => ({ email, name, groups: [...groups] })),
    },
  ];
}

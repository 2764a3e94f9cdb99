import type { ControlPlane, SeedDocument } from '@cohabit/control-plane';
import { type IssuerOptions, issuerOf } from '@cohabit/core';
import { seedOperator, seedTenants } from './people.ts';
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
  return {
    operator: { username: email, password: state.passwords[email] ?? password, userPoolId, clientId, issuer },
    tenants,
  };
}

import type { ControlPlane } from '@cohabit/control-plane';
import type { IdentityProvider, IdentityProviderInput, TenantId } from '@cohabit/core';
import type { FakeProviderFacts } from '@cohabit/local-cognito';
import { seedProvider } from './people.ts';

type Services = ControlPlane['services'];

/**
 * Gives the seed tenant its identity provider, a fake one of the local Cognito, with its mail domain proven by the
 * operator's word. Done once; at later starts only its address is brought up to date, as it has the port in it. What
 * somebody removed stays removed.
 */
export async function ensureSeedProvider(
  services: Services,
  facts: readonly FakeProviderFacts[],
  wasSeeded: boolean,
): Promise<void> {
  const fake = facts.find(({ name }) => name === seedProvider.fake.name);
  const page = await services.tenants.list({ slug: seedProvider.tenant, limit: 1 });
  const tenant = page.items[0];
  if (!fake?.issuer || !tenant || tenant.spec.desired === 'removed') return;
  const key = { tenantId: tenant.id, id: seedProvider.id };
  const known = await find(services, tenant.id);
  if (known) {
    const { id, spec, status } = known;
    if (id !== seedProvider.id || spec.protocol !== 'oidc' || !isFake(spec.details.issuer)) return;
    if (status === 'removing' || (status === 'active' && spec.details.issuer === fake.issuer)) return;
    await services.identityProviders.set(key, withAddress(spec, fake), 'reconciler');
    return;
  }
  if (wasSeeded) return;
  await services.domains.vouch(tenant.id, seedProvider.domain, 'reconciler');
  await services.identityProviders.set(key, inputOf(fake), 'reconciler');
}

async function find(services: Services, tenantId: TenantId): Promise<IdentityProvider | undefined> {
  return (await services.identityProviders.list(tenantId))[0];
}

function isFake(issuer: string): boolean {
  return new URL(issuer).pathname === `/_local/providers/${seedProvider.fake.name}`;
}

function inputOf(fake: FakeProviderFacts): IdentityProviderInput {
  const base = {
    name: seedProvider.fake.displayName,
    protocol: 'oidc' as const,
    claims: {},
    rules: {
      defaultRole: 'member' as const,
      allowedEmailDomains: [seedProvider.domain],
      groupRoles: [{ group: seedProvider.adminGroup, role: 'admin' as const }],
    },
    ssoOnly: false,
    details: {
      issuer: '',
      clientId: '',
      scopes: ['openid', 'email', 'profile'],
      userInfoMethod: 'GET' as const,
    },
  };
  return withAddress(base, fake);
}

function withAddress(
  spec: Extract<IdentityProvider['spec'], { protocol: 'oidc' }>,
  { issuer = '', clientId = '', clientSecret = '' }: FakeProviderFacts,
): IdentityProviderInput {
  return { ...spec, details: { ...spec.details, issuer, clientId, clientSecret } };
}

import { identityProviderInputSchema, memberships, type Tenant, type UserId } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { type Asserted, fakeSamlProvider, requireTokens, signInThrough } from '../testing/federation.ts';
import { claimsOf } from '../testing/sign-in.ts';

const cases: [string, object][] = [
  ['plain', {}],
  ['with-signed-requests', { signRequests: true }],
  ['with-encrypted-assertions', { encryptedAssertions: true }],
];

let installation: TestInstallation;

beforeAll(async () => {
  installation = await startInstallation({ fakeProviders: cases.map(([name]) => fakeSamlProvider(name)) });
});

afterAll(() => installation[Symbol.asyncDispose]());

/** A tenant that signs in through the SAML provider, with these details besides the metadata. */
async function tenantWith(
  slug: string,
  details: object,
): Promise<(asserted: Asserted) => Promise<Tenant & { claims: Record<string, unknown> }>> {
  const tenant = await installation.createTenant({ slug, model: 'app-client', plan: 'business' });
  const provider = await installation.controlPlane.services.identityProviders.set(
    { tenantId: tenant.id, id: 'directory' },
    identityProviderInputSchema.parse({
      name: 'Umbrella Directory',
      protocol: 'saml',
      details: { metadataUrl: `${installation.endpoint}/_local/providers/${slug}/metadata`, ...details },
      claims: { email: 'email', name: 'name', groups: 'groups' },
      rules: {
        allowedEmailDomains: ['umbrella.example'],
        groupRoles: [{ group: 'admins', role: 'admin' }],
      },
    }),
    'operator:test',
  );
  expect(provider.problem).toBeUndefined();
  const [placement] = tenant.placements;
  if (!placement) throw new Error('the tenant has no client');
  return async (asserted) => {
    const outcome = await signInThrough(installation, { ...placement, provider: provider.key }, asserted);
    return { ...tenant, claims: claimsOf(requireTokens(outcome).accessToken) };
  };
}

describe("a sign-in through a tenant's SAML provider", () => {
  it.each(cases)(
    'makes a member with the roles of the groups, and keeps out whom the rules keep out: %s',
    async (name, details) => {
      const signIn = await tenantWith(name, details);
      const { id, claims } = await signIn({ subject: 'u-1' });
      expect(claims).toMatchObject({ tenant_id: id, roles: ['admin'] });
      const member = await installation.registry.get(memberships, id, claims.user_id as UserId);
      expect(member).toMatchObject({ email: 'uma@umbrella.example', name: 'Uma', status: 'active' });
      expect((await signIn({ subject: 'u-1' })).claims.user_id).toBe(claims.user_id);
      await expect(signIn({ email: 'eve@elsewhere.example' })).rejects.toThrow(/domain of your e-mail/);
    },
  );
});

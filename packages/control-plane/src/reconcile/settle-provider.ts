import {
  type Change,
  type IdentityProvider,
  identityProviders,
  isCohabitError,
  isoNow,
  put,
  remove,
  type Tenant,
  type TenantId,
  tenants,
} from '@cohabit/core';
import { mapCognitoError } from '../cognito/map-errors.ts';
import { providerDomains, tenantProvider } from '../identity-providers/tenant-provider.ts';
import { deleteProvider, ensureProvider, isProviderThere } from './identity-provider.ts';
import type { ReconcileParts } from './parts.ts';
import { releasePeople } from './provider-people.ts';
import type { Steps } from './steps.ts';

/** A provider that people can sign in through. */
export interface ServingProvider {
  key: string;
  ssoOnly: boolean;
  /** Its record, when Cognito has it as the spec says; otherwise Cognito has it as it was before. */
  settled?: IdentityProvider;
}

/**
 * Makes the tenant's provider at Cognito what its spec says, and answers it; `undefined` when the tenant has none that
 * people can sign in through. What only the tenant can put right (a secret that is lost, details that Cognito refuses)
 * stands in the provider's `problem` and holds up nothing else: people go on as before.
 */
export async function settleProvider(
  { registry, cognito, clock }: ReconcileParts,
  steps: Steps,
  settling: { tenant: Tenant; userPoolId: string; clientSecret: string | undefined },
): Promise<ServingProvider | undefined> {
  const { tenant, userPoolId, clientSecret } = settling;
  const provider = await tenantProvider(registry, tenant.id);
  if (!provider || provider.status === 'removing') return undefined;
  try {
    const identifiers = await providerDomains(registry, provider);
    await ensureProvider(cognito, steps, { userPoolId, provider, identifiers, clientSecret });
    return { key: provider.key, ssoOnly: provider.spec.ssoOnly, settled: provider };
  } catch (error) {
    const failure = mapCognitoError(error);
    const isTheirs =
      isCohabitError(failure, 'invalid_request') ||
      isCohabitError(failure, 'identity_provider_limit') ||
      isCohabitError(failure, 'cognito_refused');
    if (!isTheirs) throw failure;
    const problem = { code: failure.code, message: failure.message, at: isoNow(clock) };
    await registry.commit([put(identityProviders, { ...provider, status: 'pending', problem })]);
    const serving = tenant.identityProvider;
    const goesOn =
      serving?.key === provider.key && (await isProviderThere(cognito, { userPoolId, key: provider.key }));
    return goesOn ? serving : undefined;
  }
}

/** The change that marks a provider as the one that stands at Cognito; it commits with the tenant's placement. */
export function activate({ clock }: ReconcileParts, { settled: provider }: ServingProvider): Change[] {
  if (!provider || provider.status === 'active') return [];
  const { problem: _problem, ...rest } = provider;
  return [put(identityProviders, { ...rest, status: 'active', updatedAt: isoNow(clock) })];
}

/**
 * What is left of a removal once the tenant's client has let go of the provider: the provider itself, so that nobody new
 * comes in, then its people, then its record.
 */
export async function finishRemoval(
  parts: ReconcileParts,
  steps: Steps,
  tenantId: TenantId,
  userPoolId: string,
): Promise<void> {
  const { registry, cognito } = parts;
  const provider = await tenantProvider(registry, tenantId);
  if (provider?.status !== 'removing') return;
  const { key, people = 'revoke' } = provider;
  await deleteProvider(cognito, steps, { userPoolId, key });
  const tenant = await registry.get(tenants, tenantId, 'tenant');
  if (!tenant) return;
  await steps.run('identity-provider.release-people', () =>
    releasePeople(parts, tenant, { userPoolId, key, people }),
  );
  await registry.commit([remove(identityProviders, provider)]);
}

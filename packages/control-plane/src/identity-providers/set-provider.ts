import { setTimeout as sleep } from 'node:timers/promises';
import {
  addressesOf,
  CohabitError,
  type IdentityProvider,
  type IdentityProviderInput,
  type IdentityProviderSpec,
  identityProviders,
  isCohabitError,
  isoNow,
  newProviderKey,
  put,
  requireOwnableDomain,
  sendsSecretElsewhere,
  splitSecret,
  type Tenant,
  type TenantId,
} from '@cohabit/core';
import { requireRoom } from '../reconcile/identity-provider.ts';
import { type Actor, historyOf } from '../tenants/history-entry.ts';
import { getTenant } from '../tenants/read-tenants.ts';
import { ownClient } from '../tenants/tenant-placement.ts';
import { requireStaying, withWorkLeft } from '../tenants/work-left.ts';
import type { ProviderParts } from './parts.ts';
import { requireProvider, tenantProvider } from './tenant-provider.ts';

/** How long a caller waits for Cognito; the work goes on after that. */
const MAX_WAIT_MS = 10_000;

export interface ProviderKey {
  tenantId: TenantId;
  id: string;
}

/**
 * Gives the tenant an identity provider, or replaces what its provider should be; its people stay who they are. The
 * secret of an OIDC provider goes to Cognito and is kept nowhere else, so it can be left out only where Cognito has it and
 * it goes nowhere else than before. If Cognito cannot be told, the provider is there with status `pending` and, where the
 * tenant has to do something, a `problem`.
 *
 * Throws `setting_needs_model`, `identity_provider_exists` (another one, or another protocol), `identity_provider_busy`,
 * `identity_provider_limit`, `tenant_not_ready`, `domain_reserved` or `invalid_request`.
 */
export async function setProvider(
  parts: ProviderParts,
  key: ProviderKey,
  input: IdentityProviderInput,
  actor: Actor,
): Promise<IdentityProvider> {
  const { spec, clientSecret } = splitSecret(input);
  requireReachable(parts, spec);
  for (const domain of spec.rules.allowedEmailDomains) requireOwnableDomain(domain, parts.reservedDomains());
  await store(parts, key, { spec, clientSecret }, actor);
  const waited = sleep(MAX_WAIT_MS, undefined, { ref: false });
  await Promise.race([parts.reconcile(key.tenantId, { clientSecret }), waited]);
  return requireProvider(parts.registry, key.tenantId, key.id);
}

async function store(
  parts: ProviderParts,
  key: ProviderKey,
  wanted: { spec: IdentityProviderSpec; clientSecret: string | undefined },
  actor: Actor,
): Promise<void> {
  const { registry, clock } = parts;
  const { spec } = wanted;
  for (let attempt = 1; ; attempt++) {
    const tenant = requireStaying(await getTenant(registry, key.tenantId));
    const userPoolId = requirePlace(tenant);
    const before = await tenantProvider(registry, key.tenantId);
    if (before) requireSame(before, key, wanted);
    else await requireNew(parts, userPoolId, wanted);
    const now = isoNow(clock);
    const made = { ...key, key: newProviderKey(), createdAt: now, version: 0 };
    const { problem: _problem, ...rest }: Partial<IdentityProvider> = before ?? made;
    const provider: IdentityProvider = { ...made, ...rest, spec, status: 'pending', updatedAt: now };
    const message = `${spec.protocol}${spec.ssoOnly ? ', no other way to sign in' : ''}`;
    try {
      await registry.commit([
        put(identityProviders, provider),
        // Two providers set at the same moment: the second one finds the first.
        ...withWorkLeft(tenant),
        historyOf(key.tenantId, { actor, step: 'identity-provider.set', outcome: 'done', message }, clock),
      ]);
      return;
    } catch (error) {
      if (!isCohabitError(error, 'version_conflict') || attempt === 5) throw error;
    }
  }
}

/** Throws `setting_needs_model` or `tenant_not_ready`. */
function requirePlace({ spec, status, ...tenant }: Tenant): string {
  if (spec.model === 'shared') {
    throw new CohabitError(
      'setting_needs_model',
      'An identity provider needs its own app client or its own user pool; this tenant\'s model is "shared". Ask for the move to "app-client" or "user-pool".',
      { details: { setting: 'identityProvider', model: spec.model, models: ['user-pool', 'app-client'] } },
    );
  }
  const client = ownClient({ spec, status, ...tenant });
  if (client && status.phase !== 'onboarding') return client.userPoolId;
  const message = 'The tenant is being set up. Set its identity provider when it is active.';
  throw new CohabitError('tenant_not_ready', message, { details: { phase: status.phase } });
}

function requireSame(
  before: IdentityProvider,
  { id }: ProviderKey,
  { spec, clientSecret }: { spec: IdentityProviderSpec; clientSecret: string | undefined },
): void {
  if (before.id !== id) {
    throw new CohabitError(
      'identity_provider_exists',
      `A tenant has one identity provider, and this one has "${before.id}". Replace that one, or remove it first.`,
      { details: { identityProvider: before.id } },
    );
  }
  if (before.status === 'removing') {
    const message = 'The identity provider is being removed. Try again when it is gone.';
    throw new CohabitError('identity_provider_busy', message);
  }
  if (before.spec.protocol !== spec.protocol) {
    throw new CohabitError(
      'identity_provider_exists',
      `"${id}" speaks ${before.spec.protocol}. To change to ${spec.protocol}, remove it and set another one: its people are known by what it calls them.`,
      { details: { protocol: before.spec.protocol } },
    );
  }
  if (spec.protocol !== 'oidc' || clientSecret !== undefined) return;
  if (!sendsSecretElsewhere(before.spec, spec)) return;
  throw new CohabitError(
    'invalid_request',
    'With another issuer, client id or token endpoint the secret would go somewhere else than it was given for. Send "details.clientSecret" again.',
  );
}

async function requireNew(
  { cognito }: ProviderParts,
  userPoolId: string,
  { spec, clientSecret }: { spec: IdentityProviderSpec; clientSecret: string | undefined },
): Promise<void> {
  if (spec.protocol === 'oidc' && clientSecret === undefined) {
    const message = 'A new OIDC provider needs "details.clientSecret", which the provider gave to your app.';
    throw new CohabitError('invalid_request', message);
  }
  await requireRoom(cognito, userPoolId);
}

/** Plain http is for providers on the same laptop. */
function requireReachable({ cognitoEndpoint }: ProviderParts, spec: IdentityProviderSpec): void {
  const address = addressesOf(spec).find((text) => !text.startsWith('https:'));
  if (address === undefined || cognitoEndpoint !== undefined) return;
  throw new CohabitError(
    'invalid_request',
    `${address} is not https. Cognito calls providers by https only.`,
  );
}

import {
  CohabitError,
  isCohabitError,
  isoNow,
  newId,
  normalizeEmail,
  put,
  requirePlan,
  requireSettingsFit,
  requireSlug,
  type TenancyModel,
  type Tenant,
  type TenantSettings,
  tenants,
} from '@cohabit/core';
import { DEFAULT_LIFETIMES } from '../reconcile/app-client.ts';
import { type Actor, historyOf } from './history-entry.ts';
import type { TenantParts } from './parts.ts';

export interface NewTenant {
  slug: string;
  name: string;
  model: TenancyModel;
  plan: string;
  settings: TenantSettings;
  firstAdmin: { email: string; name?: string | undefined };
}

/**
 * Writes down what should be and makes it so. All that can be wrong with the input is refused before anything is
 * stored; if Cognito fails, the tenant is there in phase `onboarding` with `status.problem`, and the next run goes on.
 * Throws `slug_invalid`, `slug_taken`, `plan_not_found`, `setting_needs_model` or `invalid_request`.
 */
export async function createTenant(parts: TenantParts, input: NewTenant, actor: Actor): Promise<Tenant> {
  const { registry, clock, reconcile } = parts;
  requireSlug(input.slug);
  requirePlan(input.plan);
  requireSettingsFit(input.model, input.settings);
  requireSharedSignInFits(input.settings);
  const now = isoNow(clock);
  const email = normalizeEmail(input.firstAdmin.email);
  const tenant: Tenant = {
    id: newId('tnt', clock),
    slug: input.slug,
    name: input.name,
    spec: {
      model: input.model,
      plan: input.plan,
      settings: input.settings,
      firstAdmin: { email, name: input.firstAdmin.name ?? '' },
      desired: 'active',
    },
    status: { phase: 'onboarding' },
    placements: [],
    createdAt: now,
    updatedAt: now,
    version: 0,
  };
  try {
    await registry.commit([
      put(tenants, tenant),
      historyOf(tenant.id, { actor, step: 'tenant.create', outcome: 'done' }, clock),
    ]);
  } catch (error) {
    if (!isCohabitError(error, 'unique_taken')) throw error;
    const message = `There is a tenant with the slug "${input.slug}" already. Choose another slug.`;
    throw new CohabitError('slug_taken', message, { details: { slug: input.slug }, cause: error });
  }
  return (await reconcile(tenant.id)) ?? tenant;
}

/**
 * People who come through the shared client hold tokens of its lifetimes; a tenant that asked for shorter ones would
 * not get them. See docs/decisions/0003.
 */
function requireSharedSignInFits(settings: TenantSettings): void {
  if (!settings.sharedClientSignIn) return;
  const limits = ['accessTokenMinutes', 'refreshTokenDays'] as const;
  for (const name of limits) {
    const own = settings[name] ?? DEFAULT_LIFETIMES[name];
    if (own >= DEFAULT_LIFETIMES[name]) continue;
    throw new CohabitError(
      'invalid_request',
      `With "sharedClientSignIn" the setting "${name}" must be at least ${DEFAULT_LIFETIMES[name]}, which is what the shared client gives; it is ${own}. Raise it, or leave "sharedClientSignIn" out.`,
      { details: { setting: name, minimum: DEFAULT_LIFETIMES[name], actual: own } },
    );
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
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
import { getTenant } from './read-tenants.ts';

/** How long a caller waits for Cognito; the work goes on after that, and the tenant's status tells how far it is. */
const MAX_WAIT_MS = 10_000;

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
  const settled = await Promise.race([reconcile(tenant.id), sleep(MAX_WAIT_MS, undefined, { ref: false })]);
  return settled ?? getTenant(registry, tenant.id);
}

/**
 * People who come through the shared client keep their session as long as that client's refresh tokens live; a tenant
 * that asked for shorter sessions would not get them. Access tokens are looked at by `requireSettingsFit`.
 */
function requireSharedSignInFits({ sharedClientSignIn, refreshTokenDays }: TenantSettings): void {
  const minimum = DEFAULT_LIFETIMES.refreshTokenDays;
  if (!sharedClientSignIn || (refreshTokenDays ?? minimum) >= minimum) return;
  throw new CohabitError(
    'invalid_request',
    `Refresh tokens of the shared client live ${minimum} days, this tenant's ${refreshTokenDays}. Set "refreshTokenDays" to ${minimum} or more, or leave "sharedClientSignIn" out.`,
    { details: { refreshTokenDays, minimum } },
  );
}

import {
  CohabitError,
  type PlacementKey,
  placements,
  put,
  type Registry,
  type UserPool,
  userPools,
} from '@cohabit/core';
import { DEFAULT_LIFETIMES, ensureAppClient } from './app-client.ts';
import { ensureLoginBranding } from './login-branding.ts';
import { installationPoolName, poolTags } from './names.ts';
import type { ReconcileParts } from './parts.ts';
import { ensurePoolDomain } from './pool-domain.ts';
import { unrecordedSteps } from './steps.ts';
import { ensureUserPool } from './user-pool.ts';

type InstallationPool = 'operators' | 'shared';

/**
 * Makes sure that the operators' pool and the shared pool stand, each with its client, and that the registry knows
 * them. Idempotent; a run that was killed is finished by the next one.
 */
export async function ensureInstallation(parts: ReconcileParts): Promise<void> {
  await ensureInstallationPool(parts, 'operators');
  await ensureInstallationPool(parts, 'shared');
}

/** The pool and client of everyone who has none of their own. Throws `tenant_not_ready` before the bootstrap. */
export async function sharedClient(registry: Registry): Promise<PlacementKey> {
  return installationClient(registry, 'shared');
}

/** The client at which operators sign in. Throws `tenant_not_ready` before the bootstrap. */
export async function operatorsClient(registry: Registry): Promise<PlacementKey> {
  return installationClient(registry, 'operators');
}

async function installationClient(registry: Registry, purpose: InstallationPool): Promise<PlacementKey> {
  const pool = await findPool(registry, purpose);
  if (pool?.clientId !== undefined) return { userPoolId: pool.userPoolId, clientId: pool.clientId };
  const message = `The ${purpose} user pool is not there yet. The control plane makes it when it starts; try again.`;
  throw new CohabitError('tenant_not_ready', message);
}

async function findPool(registry: Registry, purpose: InstallationPool): Promise<UserPool | undefined> {
  const page = await registry.query(userPools, purpose, { limit: 1 });
  return page.items[0];
}

async function ensureInstallationPool(parts: ReconcileParts, purpose: InstallationPool): Promise<void> {
  const { registry, cognito, environment, region } = parts;
  const known = await findPool(registry, purpose);
  const pool = {
    name: installationPoolName(environment, purpose),
    tags: poolTags(environment, { purpose }),
    triggers: parts.triggerArns,
    settings: {},
  };
  const userPoolId = await ensureUserPool(cognito, unrecordedSteps, pool, known?.userPoolId);
  const domain = await ensurePoolDomain(cognito, unrecordedSteps, { userPoolId, environment });
  const client = {
    userPoolId,
    name: purpose,
    settings: DEFAULT_LIFETIMES,
    providers: ['COGNITO'],
    // Operators sign in at the control plane's own client, never for the product.
    product: purpose === 'shared' ? parts.product() : undefined,
  };
  const clientId = await ensureAppClient(cognito, unrecordedSteps, client, known?.clientId);
  if (client.product) await ensureLoginBranding(cognito, unrecordedSteps, { userPoolId, clientId });
  if (known?.domain === domain) return;
  if (known) return registry.commit([put(userPools, { ...known, domain })]);
  await registry.commit([
    put(userPools, { userPoolId, region, purpose, clientId, domain, version: 0 }),
    put(placements, {
      userPoolId,
      clientId,
      region,
      audience: purpose === 'operators' ? 'operators' : 'tenants',
      ...(purpose === 'shared' ? { model: 'shared' as const } : {}),
      version: 0,
    }),
  ]);
}

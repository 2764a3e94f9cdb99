import { isDeepStrictEqual } from 'node:util';
import {
  CohabitError,
  emailKey,
  isoNow,
  memberships,
  type Placement,
  type PlacementKey,
  placements,
  put,
  type Tenant,
  type TenantId,
  tenants,
  userPools,
  users,
} from '@cohabit/core';
import { holds } from '../cognito/differences.ts';
import { emailNamespace, inviteMember } from '../members/invite-member.ts';
import { boundTenant, ownClient } from '../tenants/tenant-placement.ts';
import { ensureAppClient } from './app-client.ts';
import { sharedClient } from './bootstrap.ts';
import { fingerprintOf } from './fingerprint.ts';
import { ensureLoginBranding } from './login-branding.ts';
import { poolTags, tenantClientName, tenantPoolName } from './names.ts';
import type { ReconcileParts } from './parts.ts';
import { ensurePoolDomain } from './pool-domain.ts';
import { activate, finishRemoval, type ServingProvider, settleProvider } from './settle-provider.ts';
import { type Steps, tenantSteps } from './steps.ts';
import { ensureUserPool } from './user-pool.ts';

/**
 * Makes a tenant what its spec says: its pool, domain, identity provider and client, its placement, its first admin, and
 * last its phase. Every part is left alone that is right already, so an interrupted run is finished by the next one.
 * `clientSecret` is that of an OIDC provider which the caller has just set.
 */
export async function settleTenant(
  parts: ReconcileParts,
  tenant: Tenant,
  clientSecret?: string,
): Promise<Tenant> {
  const steps = tenantSteps(parts, tenant.id);
  const own = await ensureOwnClient(parts, steps, tenant, clientSecret);
  await storePlacement(parts, steps, tenant, own);
  if (tenant.status.phase === 'onboarding') await ensureFirstAdmin(parts, steps, tenant.id);
  await finishRemoval(parts, steps, tenant.id, own.userPoolId);
  return storePhase(parts, tenant.id);
}

/** The tenant's client, its pool's domain, and its provider once people can sign in through it. */
interface OwnClient extends PlacementKey {
  domain?: string;
  provider?: ServingProvider | undefined;
}

async function ensureOwnClient(
  parts: ReconcileParts,
  steps: Steps,
  tenant: Tenant,
  clientSecret: string | undefined,
): Promise<OwnClient> {
  const { cognito, environment, registry } = parts;
  const product = parts.product();
  const known = ownClient(tenant);
  const { model, settings } = tenant.spec;
  if (model === 'shared') return known ?? (await sharedClient(registry));
  const userPoolId =
    model === 'app-client'
      ? (known ?? (await sharedClient(registry))).userPoolId
      : await ensureUserPool(
          cognito,
          steps,
          {
            name: tenantPoolName(environment, tenant.id),
            tags: poolTags(environment, { tenantId: tenant.id }),
            triggers: parts.triggerArns,
            settings,
          },
          known?.userPoolId,
        );
  const domain =
    model === 'user-pool' ? await ensurePoolDomain(cognito, steps, { userPoolId, environment }) : undefined;
  const provider = await settleProvider(parts, steps, { tenant, userPoolId, clientSecret });
  const client = {
    userPoolId,
    name: tenantClientName(tenant.id),
    settings,
    providers: [...(provider?.ssoOnly ? [] : ['COGNITO']), ...(provider ? [provider.key] : [])],
    product,
  };
  const clientId = await ensureAppClient(cognito, steps, client, known?.clientId);
  if (product) await ensureLoginBranding(cognito, steps, { userPoolId, clientId });
  return { userPoolId, clientId, provider, ...(domain !== undefined && { domain }) };
}

async function storePlacement(
  parts: ReconcileParts,
  steps: Steps,
  tenant: Tenant,
  { userPoolId, clientId, domain, provider }: OwnClient,
): Promise<void> {
  const { registry, region } = parts;
  const own = { userPoolId, clientId };
  const serving: PlacementKey[] = [own];
  if (tenant.spec.settings.sharedClientSignIn) serving.push(await sharedClient(registry));
  const current = await registry.get(tenants, tenant.id, 'tenant');
  if (!current) throw gone();
  const served = withProvider({ ...current, placements: serving }, provider);
  const isServed =
    holds(current.placements, serving) &&
    isDeepStrictEqual(current.identityProvider, served.identityProvider);
  const changes = isServed ? [] : [put(tenants, { ...served, updatedAt: isoNow(parts.clock) })];
  if (provider) changes.push(...activate(parts, provider));

  if (tenant.spec.model !== 'shared') {
    const known = await registry.get(placements, own.userPoolId, own.clientId);
    const wanted: Omit<Placement, 'version'> = {
      ...own,
      region,
      audience: 'tenants',
      model: tenant.spec.model,
      tenant: boundTenant(served),
    };
    const isKnown = holds(known, wanted) && isDeepStrictEqual(known?.tenant, wanted.tenant);
    if (!isKnown) changes.push(put(placements, { ...wanted, version: known?.version ?? 0 }));
  }
  if (tenant.spec.model === 'user-pool') {
    const known = await registry.get(userPools, 'tenant', own.userPoolId);
    const pool = {
      ...own,
      region,
      purpose: 'tenant' as const,
      tenantId: tenant.id,
      ...(domain !== undefined && { domain }),
    };
    if (!holds(known, pool)) changes.push(put(userPools, { ...pool, version: known?.version ?? 0 }));
  }
  if (changes.length > 0) await steps.run('placement.store', () => registry.commit(changes));
}

/** The tenant as token issue sees it once its provider stands at Cognito: from then on `ssoOnly` binds. */
function withProvider(tenant: Tenant, provider: ServingProvider | undefined): Tenant {
  const { identityProvider: _before, ...rest } = tenant;
  if (!provider) return rest;
  return { ...rest, identityProvider: { key: provider.key, ssoOnly: provider.ssoOnly } };
}

async function ensureFirstAdmin(parts: ReconcileParts, steps: Steps, tenantId: TenantId): Promise<void> {
  const { registry } = parts;
  const tenant = await registry.get(tenants, tenantId, 'tenant');
  if (!tenant) throw gone();
  const { email, name } = tenant.spec.firstAdmin;
  const user = await registry.getByUnique(users, emailKey(emailNamespace(tenant), email));
  if (user && (await registry.get(memberships, tenantId, user.id))) return;
  await steps.run('first-admin.invite', () =>
    inviteMember(parts, tenantId, { email, name, roles: ['admin'] }, 'reconciler'),
  );
}

async function storePhase(parts: ReconcileParts, tenantId: TenantId): Promise<Tenant> {
  const tenant = await parts.registry.get(tenants, tenantId, 'tenant');
  if (!tenant) throw gone();
  const phase = tenant.spec.desired === 'suspended' ? 'suspended' : 'active';
  const settledWith = fingerprintOf(parts);
  const isSettled = tenant.status.phase === phase && !tenant.status.problem;
  if (isSettled && tenant.settledWith === settledWith) return tenant;
  const settled: Tenant = { ...tenant, status: { phase }, settledWith, updatedAt: isoNow(parts.clock) };
  await parts.registry.commit([put(tenants, settled)]);
  return { ...settled, version: tenant.version + 1 };
}

function gone(): CohabitError {
  return new CohabitError('tenant_not_found', 'The tenant is gone.');
}

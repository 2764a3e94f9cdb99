import {
  CohabitError,
  type IdentityProvider,
  identityProviders,
  isCohabitError,
  isoNow,
  memberships,
  put,
  type Registry,
  type RemovalChoice,
  type Tenant,
  type TenantId,
} from '@cohabit/core';
import { isAdmin } from '../members/change-member.ts';
import { type Actor, historyOf } from '../tenants/history-entry.ts';
import { getTenant } from '../tenants/read-tenants.ts';
import { storeTenant } from '../tenants/tenant-placement.ts';
import type { ProviderParts } from './parts.ts';
import type { ProviderKey } from './set-provider.ts';
import { requireProvider } from './tenant-provider.ts';

/**
 * Removes the tenant's provider. From the commit on nobody signs in or refreshes through it; then it goes from Cognito,
 * its people's sessions end, and they are revoked or kept as invited. Answers `undefined` when all is done, otherwise the
 * provider with status `removing`; calling again goes on, with the choice that was made first.
 * Throws `identity_provider_not_found`, or `last_admin` when revoking would leave nobody to run the tenant.
 */
export async function removeProvider(
  parts: ProviderParts,
  key: ProviderKey,
  people: RemovalChoice,
  actor: Actor,
): Promise<IdentityProvider | undefined> {
  await begin(parts, key, people, actor);
  await parts.reconcile(key.tenantId);
  return parts.registry.get(identityProviders, key.tenantId, key.id);
}

async function begin(
  { registry, clock }: ProviderParts,
  { tenantId, id }: ProviderKey,
  people: RemovalChoice,
  actor: Actor,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [tenant, provider] = [
      await getTenant(registry, tenantId),
      await requireProvider(registry, tenantId, id),
    ];
    if (provider.status === 'removing') return;
    if (people === 'revoke') await requireAdminOfOwn(registry, tenantId);
    const now = isoNow(clock);
    const { identityProvider: _provider, breakGlass: _breakGlass, settledWith: _settled, ...rest } = tenant;
    const without: Tenant = { ...rest, updatedAt: now };
    const removing: IdentityProvider = { ...provider, status: 'removing', people, updatedAt: now };
    const entry = { actor, step: 'identity-provider.remove', outcome: 'done', message: people } as const;
    try {
      await registry.commit([
        put(identityProviders, removing),
        ...(await storeTenant(registry, without)),
        historyOf(tenantId, entry, clock),
      ]);
      return;
    } catch (error) {
      if (!isCohabitError(error, 'version_conflict') || attempt === 5) throw error;
    }
  }
}

/** Throws `last_admin` unless somebody runs the tenant who does not come through its provider. */
async function requireAdminOfOwn(registry: Registry, tenantId: TenantId): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await registry.query(memberships, tenantId, { limit: 200, cursor });
    const found = page.items.some(
      (member) => isAdmin(member) && !member.identities.some(({ federated }) => federated),
    );
    if (found) return;
    cursor = page.cursor;
  } while (cursor !== undefined);
  throw new CohabitError(
    'last_admin',
    'Every admin of the tenant comes through this provider. Invite an admin who does not, or keep its people as invited.',
  );
}

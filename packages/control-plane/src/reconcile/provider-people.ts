import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type Change,
  federatedSignIns,
  identities,
  isoNow,
  type Membership,
  memberships,
  type Registry,
  type RemovalChoice,
  remove,
  storeMembership,
  type Tenant,
} from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import { isCognitoError } from '../cognito/map-errors.ts';
import type { MemberParts } from '../members/invite-member.ts';
import { keepAsInvited } from '../members/keep-as-invited.ts';
import { historyOf } from '../tenants/history-entry.ts';

/**
 * Takes the people of a tenant's provider out, as was chosen: each one's sessions end first, then their profile goes, and
 * last the membership changes, which names the profile until then. Interrupted anywhere, it can be done again.
 */
export async function releasePeople(
  parts: MemberParts,
  tenant: Tenant,
  provider: { userPoolId: string; key: string; people: RemovalChoice },
): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await parts.registry.query(memberships, tenant.id, { limit: 50, cursor });
    for (const membership of page.items) {
      const isFederated = membership.identities.some(({ federated }) => federated);
      if (isFederated) await releaseMember(parts, tenant, membership, provider.people);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  await sweepProfiles(parts.cognito, provider);
  await forgetSignIns(parts.registry, provider.key);
}

async function releaseMember(
  parts: MemberParts,
  tenant: Tenant,
  membership: Membership,
  people: RemovalChoice,
): Promise<void> {
  for (const identity of membership.identities) {
    if (identity.federated) await endProfile(parts.cognito, identity.userPoolId, identity.sub);
  }
  if (people === 'keep-as-invited' && membership.status !== 'removed') {
    await keepAsInvited(parts, tenant, membership);
    return;
  }
  const now = isoNow(parts.clock);
  const wasRemoved = membership.status === 'removed';
  await parts.registry.commit([
    ...withoutProvider(
      membership,
      tenant,
      wasRemoved ? { status: 'removed' } : { status: 'removed', revokedWithProvider: true },
      now,
    ),
    historyOf(
      tenant.id,
      { actor: 'reconciler', step: 'member.remove', outcome: 'done', message: membership.userId },
      parts.clock,
    ),
  ]);
}

/** The changes that store a membership without its federated profiles, their grants and identities. */
export function withoutProvider(
  membership: Membership,
  tenant: Tenant,
  change: Pick<Membership, 'status' | 'revokedWithProvider'>,
  now: string,
): Change[] {
  const federated = membership.identities.filter((identity) => identity.federated);
  const { manualRoles: _manualRoles, ...rest } = membership;
  const gone = { ...membership, identities: federated, status: 'removed' as const };
  const [, ...grantRemovals] = storeMembership(gone, tenant.placements);
  const after: Membership = {
    ...rest,
    ...change,
    identities: membership.identities.filter((identity) => !identity.federated),
    updatedAt: now,
  };
  return [
    ...storeMembership(after, tenant.placements),
    ...grantRemovals,
    ...federated.map(({ userPoolId, sub }) =>
      remove(identities, { userPoolId, sub, userId: membership.userId, kind: 'federated', version: 0 }),
    ),
  ];
}

/** Profiles of sign-ins that never came to a membership; they are found by their usernames. */
export async function sweepProfiles(
  cognito: CognitoClient,
  { userPoolId, key }: { userPoolId: string; key: string },
): Promise<void> {
  for (;;) {
    const page = await cognito.send(
      new ListUsersCommand({ UserPoolId: userPoolId, Filter: `username ^= "${key}_"`, Limit: 60 }),
    );
    const found = page.Users ?? [];
    if (found.length === 0) return;
    for (const { Username = '' } of found) await endProfile(cognito, userPoolId, Username);
  }
}

/** Ends the sessions, closes the profile to new ones, and deletes it: the provider's name never comes back. */
async function endProfile(cognito: CognitoClient, UserPoolId: string, Username: string): Promise<void> {
  const user = { UserPoolId, Username };
  try {
    await cognito.send(new AdminDisableUserCommand(user));
    await cognito.send(new AdminUserGlobalSignOutCommand(user));
    await cognito.send(new AdminDeleteUserCommand(user));
  } catch (error) {
    if (!isCognitoError(error, 'UserNotFoundException')) throw error;
  }
}

/** What a provider said of its people goes with it. */
export async function forgetSignIns(registry: Registry, key: string): Promise<void> {
  for (;;) {
    const page = await registry.queryIndex(federatedSignIns, 'byProvider', key, { limit: 50 });
    if (page.items.length === 0) return;
    await registry.commit(page.items.map((signIn) => remove(federatedSignIns, { ...signIn, version: 0 })));
  }
}

import {
  emailKey,
  identities,
  isCohabitError,
  isoNow,
  type Membership,
  put,
  type Tenant,
  users,
} from '@cohabit/core';
import { withoutProvider } from '../reconcile/provider-people.ts';
import { historyOf } from '../tenants/history-entry.ts';
import { ensureCognitoUser } from './cognito-user.ts';
import { emailNamespace, inviteMember, type MemberParts } from './invite-member.ts';

/**
 * Lets a member who came through an identity provider sign in with a password from now on, as somebody who was invited:
 * with the profile they had before, or with a new one, for which Cognito mails an invitation. They stay the user they
 * were, unless their e-mail is somebody else's already: then it is that person who is invited, as an admin could do, and
 * nothing of the two is joined.
 */
export async function keepAsInvited(
  parts: MemberParts,
  tenant: Tenant,
  membership: Membership,
): Promise<void> {
  const { registry, cognito, clock } = parts;
  const now = isoNow(clock);
  const entry = { actor: 'reconciler', step: 'member.keep-as-invited', outcome: 'done' } as const;
  const told = historyOf(tenant.id, { ...entry, message: membership.userId }, clock);
  const hasOwnProfile = membership.identities.some(({ federated }) => !federated);
  if (hasOwnProfile) {
    await registry.commit([...withoutProvider(membership, tenant, { status: 'invited' }, now), told]);
    return;
  }
  const user = await registry.get(users, membership.userId, 'user');
  const namespace = emailNamespace(tenant);
  const owner = await registry.getByUnique(users, emailKey(namespace, membership.email));
  const userPoolId = tenant.placements[0]?.userPoolId;
  if (!user || userPoolId === undefined || (owner && owner.id !== user.id)) {
    await inviteOther(parts, tenant, membership);
    await registry.commit([...withoutProvider(membership, tenant, { status: 'removed' }, now), told]);
    return;
  }
  const person = { userPoolId, email: membership.email, name: membership.name };
  const sub = await ensureCognitoUser(cognito, person);
  const invited = {
    ...membership,
    identities: [...membership.identities, { userPoolId, sub }],
  };
  await registry.commit([
    put(users, { ...user, email: membership.email, name: membership.name, namespace }),
    put(identities, { userPoolId, sub, userId: user.id, kind: 'native', version: 0 }),
    ...withoutProvider(invited, tenant, { status: 'invited' }, now),
    told,
  ]);
}

async function inviteOther(parts: MemberParts, tenant: Tenant, membership: Membership): Promise<void> {
  const { email, name, roles } = membership;
  try {
    await inviteMember(parts, tenant.id, { email, name, roles, isForPassword: true }, 'reconciler');
  } catch (error) {
    if (!isCohabitError(error, 'membership_exists')) throw error;
  }
}

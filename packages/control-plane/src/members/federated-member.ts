import {
  type Admission,
  type Change,
  type Clock,
  CohabitError,
  decideAdmission,
  domains,
  emailKey,
  expectVersion,
  federatedNamespace,
  federatedRoles,
  federatedSignIns,
  type IdentityProvider,
  identities,
  identityProviders,
  isCohabitError,
  isoNow,
  type Membership,
  memberships,
  newId,
  type PlacementKey,
  put,
  type RefusalReason,
  type Registry,
  storeMembership,
  type Tenant,
  tenants,
  type User,
  type UserId,
  users,
} from '@cohabit/core';
import { findProviderAt } from '../identity-providers/find-provider-at.ts';
import { historyOf } from '../tenants/history-entry.ts';
import { emailNamespace } from './invite-member.ts';

/** A Cognito profile that a provider's answer has just signed in. */
export interface FederatedProfile extends PlacementKey {
  sub: string;
  /** The profile's username, as Cognito has it. */
  username: string;
  /** Cognito's name of the provider. */
  provider: string;
}

type Admitted = Extract<Admission, { decision: 'admit' }>;

interface Parts {
  registry: Registry;
  clock: Clock;
}

/**
 * Makes the person whom a tenant's provider vouches for a member, or brings their roles up to date; heals a first
 * sign-in that was interrupted. All that belongs together is one commit. Answers why not, or nothing when the
 * membership is as it should be: whether a token is issued is decided elsewhere.
 */
export async function welcomeFederated(
  parts: Parts,
  profile: FederatedProfile,
): Promise<RefusalReason | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryWelcome(parts, profile);
    } catch (error) {
      const wasOvertaken = isCohabitError(error, 'version_conflict') || isCohabitError(error, 'unique_taken');
      if (!wasOvertaken || attempt === 5) throw error;
    }
  }
}

async function tryWelcome(parts: Parts, profile: FederatedProfile): Promise<RefusalReason | undefined> {
  const { registry } = parts;
  const found = await findProviderAt(registry, profile, profile.provider);
  if (found.decision === 'refuse') return found.reason;
  const { provider, tenantId } = found;
  const place = `${profile.userPoolId}/${profile.username.toLowerCase()}`;
  const [tenant, signIn, identity] = await Promise.all([
    registry.get(tenants, tenantId, 'tenant'),
    registry.get(federatedSignIns, place, 'last'),
    registry.get(identities, `${profile.userPoolId}/${profile.sub}`, 'identity'),
  ]);
  if (!tenant || signIn?.key !== provider.key) return 'sign_in_unknown';
  const admission = decideAdmission(provider.spec, signIn.person);
  if (admission.decision === 'refuse') return admission.reason;
  const proof = await registry.get(domains, tenantId, admission.domain);
  const isProven = proof?.status === 'proven';
  const knownId = identity?.userId ?? signIn.userId;
  const person = knownId
    ? await readPerson(registry, tenant, knownId)
    : await findPerson(parts, { tenant, profile, admission, isProven });
  if (typeof person === 'string') return person;
  if (isShutOut(person.membership)) return 'member_removed';
  if (person.membership?.status === 'suspended') return undefined;

  const before = person.membership;
  const after = membershipOf(parts, { tenant, provider, profile, admission, isProven, person });
  const isKept = signIn.userId === person.user.id;
  if (before && identity && isKept && isSame(before, after)) return undefined;
  await registry.commit([
    // Whatever the decision was based on is still so: the tenant, its provider and its rules, and the proof.
    expectVersion(tenants, { partition: tenantId, sort: 'tenant', version: tenant.version }),
    expectVersion(identityProviders, {
      partition: tenantId,
      sort: provider.id,
      version: provider.version,
    }),
    expectVersion(domains, {
      partition: tenantId,
      sort: admission.domain,
      version: proof?.version ?? 0,
    }),
    ...(person.user.version === 0 ? [put(users, person.user)] : []),
    ...(isKept ? [] : [put(federatedSignIns, { ...signIn, userId: person.user.id })]),
    ...(identity ? [] : [newIdentity(profile, person.user)]),
    ...storeMembership(after, tenant.placements),
    historyOf(
      tenantId,
      {
        actor: `user:${person.user.id}`,
        step: before ? 'member.follow-provider' : 'member.join',
        outcome: 'done',
        message: after.roles.join(', '),
      },
      parts.clock,
    ),
  ]);
  return undefined;
}

interface Person {
  user: User;
  membership: Membership | undefined;
}

async function readPerson(registry: Registry, tenant: Tenant, userId: UserId): Promise<Person> {
  const [user, membership] = await Promise.all([
    registry.get(users, userId, 'user'),
    registry.get(memberships, tenant.id, userId),
  ]);
  if (!user) throw new CohabitError('internal', 'An identity names a user who does not exist.');
  return { user, membership };
}

/**
 * Whose first sign-in through the provider this is. The e-mail is only the provider's word, and the provider is the
 * tenant's: it makes somebody a member whom this tenant already has, and only when the tenant has proven the domain.
 * It never finds a user outside the tenant. Who was removed does not come back by another door.
 */
async function findPerson(
  { registry, clock }: Parts,
  first: { tenant: Tenant; profile: FederatedProfile; admission: Admitted; isProven: boolean },
): Promise<Person | RefusalReason> {
  const { tenant, profile, admission, isProven } = first;
  const { email, name } = admission;
  const namespace = federatedNamespace(tenant.id);
  for (const among of [emailNamespace(tenant), namespace]) {
    const user = await registry.getByUnique(users, emailKey(among, email));
    const membership = user && (await registry.get(memberships, tenant.id, user.id));
    if (isShutOut(membership)) return 'member_removed';
    if (user && membership && isProven) return { user, membership };
  }
  const isFirst = (await registry.getByUnique(users, emailKey(namespace, email))) === undefined;
  const user: User = {
    id: newId('usr', clock),
    email,
    name,
    namespace: isFirst ? namespace : federatedNamespace(tenant.id, profile.username.toLowerCase()),
    createdAt: isoNow(clock),
    version: 0,
  };
  return { user, membership: undefined };
}

/** Removed by somebody, and not because a provider was. */
function isShutOut(membership: Membership | undefined): boolean {
  return membership?.status === 'removed' && !membership.revokedWithProvider;
}

function membershipOf(
  { clock }: Parts,
  sign: {
    tenant: Tenant;
    provider: IdentityProvider;
    profile: FederatedProfile;
    admission: Admitted;
    isProven: boolean;
    person: Person;
  },
): Membership {
  const { tenant, provider, profile, admission, isProven, person } = sign;
  const { userPoolId, sub } = profile;
  const { user, membership } = person;
  const now = isoNow(clock);
  const { revokedWithProvider, ...before }: Membership = membership ?? {
    tenantId: tenant.id,
    userId: user.id,
    email: user.email,
    name: user.name,
    roles: [],
    status: 'invited',
    identities: [],
    manualRoles: [],
    createdAt: now,
    updatedAt: now,
    version: 0,
  };
  const manualRoles = revokedWithProvider ? [] : (before.manualRoles ?? before.roles);
  const others = before.identities.filter((own) => own.userPoolId !== userPoolId || own.sub !== sub);
  const federated = { email: admission.email, isProven };
  return {
    ...before,
    // Only of a person whom nobody else knows: other people's e-mail is not the provider's to change.
    ...(user.namespace.startsWith(federatedNamespace(tenant.id)) && {
      email: admission.email,
      name: admission.name,
    }),
    manualRoles,
    roles: federatedRoles(provider.spec, manualRoles, admission.mappedRoles),
    status: 'active',
    identities: [...others, { userPoolId, sub, federated }],
    updatedAt: now,
  };
}

function isSame(before: Membership, after: Membership): boolean {
  const text = ({ email, name, roles, manualRoles, status, identities: own }: Membership) =>
    JSON.stringify([email, name, roles, manualRoles, status, own]);
  return text(before) === text(after);
}

function newIdentity({ userPoolId, sub }: FederatedProfile, user: User): Change {
  return put(identities, { userPoolId, sub, userId: user.id, kind: 'federated', version: 0 });
}

import { CohabitError } from '../errors.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { PlacementKey } from '../placement/placement.ts';
import type { Change, Collection, Versioned } from '../ports/registry.ts';
import { overwrite, put, remove } from '../ports/registry.ts';
import { type Grant, grants } from './grant.ts';

/** The roles of a member; a member has one or more. */
export const roles = ['admin', 'member'] as const;
/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** A user in a tenant. `version` goes into tokens as `membership_version`. */
export interface Membership extends Versioned {
  tenantId: TenantId;
  userId: UserId;
  /** Copies for lists. */
  email: string;
  name: string;
  roles: string[];
  /** `invited` becomes `active` with the first token; `removed` stays for good and lets nobody in. */
  status: 'invited' | 'active' | 'suspended' | 'removed';
  /** The user's Cognito profiles that may act in this tenant. */
  identities: MemberIdentity[];
  /**
   * What was given by hand to a member who comes through the tenant's identity provider; the rest of `roles` follows
   * the provider. Absent: all of `roles` was given by hand.
   */
  manualRoles?: string[];
  /** Removed because the tenant's identity provider was: the person may come back through another one. */
  revokedWithProvider?: true;
  createdAt: string;
  updatedAt: string;
}

/** A Cognito profile that may act in a tenant. */
export interface MemberIdentity {
  userPoolId: string;
  sub: string;
  /** Set for a profile of the tenant's identity provider, which acts at the tenant's own client and nowhere else. */
  federated?: FederatedEmail;
}

/** The e-mail as the provider gave it. `isProven`: the tenant has proven its domain. */
export interface FederatedEmail {
  email: string;
  isProven: boolean;
}

/** Memberships by tenant and user; the index `byUser` lists the tenants of one user. */
export const memberships: Collection<Membership> = {
  name: 'membership',
  partition: (membership) => membership.tenantId,
  sort: (membership) => membership.userId,
  indexes: { byUser: (membership) => ({ partition: membership.userId, sort: membership.tenantId }) },
};

/** The roles without repetition. Throws `role_unknown` unless every role exists and there is at least one. */
export function requireRoles(names: readonly string[]): string[] {
  const unknown = names.find((name) => !(roles as readonly string[]).includes(name));
  if (unknown === undefined && names.length > 0) return [...new Set(names)];
  const problem =
    unknown === undefined ? 'A member needs at least one role' : `There is no role "${unknown}"`;
  throw new CohabitError('role_unknown', `${problem}. Use: ${roles.join(', ')}.`, { details: { roles } });
}

/**
 * The changes that store a membership together with its grants, one for each of the user's identities at each client
 * that serves the tenant; a membership that lets nobody in removes them. `clients` are the tenant's placements, its own
 * first. An identity or a client that is no longer named keeps its grants: store the membership as `removed` with it
 * first, or remove them in the same commit.
 */
export function storeMembership(membership: Membership, clients: readonly PlacementKey[]): Change[] {
  const lets = membership.status === 'active' || membership.status === 'invited';
  const changes = [put(memberships, membership)];
  for (const [position, client] of clients.entries()) {
    for (const identity of membership.identities) {
      if (identity.userPoolId !== client.userPoolId) continue;
      if (identity.federated && position !== 0) continue;
      const grant: Grant = {
        userPoolId: client.userPoolId,
        clientId: client.clientId,
        sub: identity.sub,
        tenantId: membership.tenantId,
        userId: membership.userId,
        roles: membership.roles,
        status: membership.status,
        membershipVersion: membership.version + 1,
        isHome: position === 0,
        ...(identity.federated && { federated: identity.federated }),
        version: 0,
      };
      changes.push(lets ? overwrite(grants, grant) : remove(grants, grant));
    }
  }
  return changes;
}

import type { TenantId, UserId } from '../ids.ts';
import type { PlacementKey } from '../placement/placement.ts';
import type { Collection, Versioned } from '../ports/registry.ts';
import type { FederatedEmail, Membership } from './membership.ts';

/**
 * A membership as token issue needs it: what lets one identity act in one tenant through one app client. Derived from
 * the membership and written in the same commit, so that one read by key answers "may this person have this token?".
 */
export interface Grant extends PlacementKey, Versioned {
  sub: string;
  tenantId: TenantId;
  userId: UserId;
  roles: string[];
  status: Membership['status'];
  membershipVersion: number;
  /** Whether the client is the tenant's first placement: preferred when a person names no tenant. */
  isHome: boolean;
  /** Set for a profile of the tenant's identity provider: the e-mail it has no attribute for. */
  federated?: FederatedEmail;
}

/** Grants by app client and `sub`, then by tenant. */
export const grants: Collection<Grant> = {
  name: 'grant',
  partition: (grant) => grantPartition(grant, grant.sub),
  sort: (grant) => grant.tenantId,
};

/** The partition with all grants of one Cognito profile at one app client. */
export function grantPartition(client: PlacementKey, sub: string): string {
  return `${client.userPoolId}/${client.clientId}/${sub}`;
}

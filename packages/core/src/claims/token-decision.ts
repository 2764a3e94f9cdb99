import type { TenantId } from '../ids.ts';
import type { Grant } from '../memberships/grant.ts';
import type { TenantClaims } from './claims.ts';

/** What token issue must know of the tenant. */
export interface TokenTenant {
  id: TenantId;
  plan: string;
  suspended: boolean;
}

/** Whether a token is issued and with which claims, or why not. */
export type TokenDecision =
  | { decision: 'issue'; claims: TenantClaims; grant: Grant }
  | { decision: 'refuse'; reason: RefusalReason; message: string };

/** Why no token is issued; {@link refusals} has the texts. */
export type RefusalReason =
  | 'unknown_client'
  | 'not_a_member'
  | 'other_tenant'
  | 'tenant_suspended'
  | 'not_operator';

/** Texts a person may read at sign-in. They do not tell whether another tenant exists. */
export const refusals: Record<RefusalReason, string> = {
  unknown_client: 'This app client serves no tenant',
  not_a_member: 'You are not a member of this tenant',
  other_tenant: 'This sign-in belongs to another tenant; sign in at the tenant you want',
  tenant_suspended: 'This tenant is suspended; ask its operator',
  not_operator: 'You are not an operator',
};

/** The decision against a token. */
export function refuse(reason: RefusalReason): TokenDecision {
  return { decision: 'refuse', reason, message: refusals[reason] };
}

/**
 * The last word on a token: the grant must be there and alive, of this tenant, and the tenant must be served. Only a
 * member learns that a tenant is suspended; to anyone else it looks like a tenant they are not in.
 */
export function decideToken(tenant: TokenTenant | undefined, grant: Grant | undefined): TokenDecision {
  if (!tenant || !grant || grant.tenantId !== tenant.id) return refuse('not_a_member');
  if (grant.status !== 'active' && grant.status !== 'invited') return refuse('not_a_member');
  if (tenant.suspended) return refuse('tenant_suspended');
  return {
    decision: 'issue',
    grant,
    claims: {
      tenant_id: tenant.id,
      tenant_plan: tenant.plan,
      roles: grant.roles,
      user_id: grant.userId,
      membership_version: grant.membershipVersion,
    },
  };
}

import type { TenantId, UserId } from '../ids.ts';
import type { Grant } from '../memberships/grant.ts';
import type { TenantClaims } from './claims.ts';

/** What token issue must know of the tenant. */
export interface TokenTenant {
  id: TenantId;
  plan: string;
  suspended: boolean;
  /** The tenant's identity provider as it stands at Cognito, and whether people must come through it. */
  identityProvider?: { key: string; ssoOnly: boolean } | undefined;
  /** Who may use a password all the same, and until when (ISO-8601). */
  breakGlass?: { userId: UserId; until: string } | undefined;
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
  | 'not_operator'
  | 'sso_only'
  | 'provider_mismatch'
  | 'provider_bypassed'
  | 'member_removed'
  | 'no_self_sign_up'
  | 'email_missing'
  | 'email_unusable'
  | 'email_unverified'
  | 'email_domain_not_allowed'
  | 'subject_ambiguous'
  | 'sign_in_unknown';

/** Texts a person may read at sign-in. They do not tell whether another tenant exists. */
export const refusals: Record<RefusalReason, string> = {
  unknown_client: 'This app client serves no tenant',
  not_a_member: 'You are not a member of this tenant',
  other_tenant: 'This sign-in belongs to another tenant; sign in at the tenant you want',
  tenant_suspended: 'This tenant is suspended; ask its operator',
  not_operator: 'You are not an operator',
  sso_only:
    'This tenant does not accept passwords; sign in through its identity provider, or ask its operator for break-glass access',
  provider_mismatch:
    'This identity provider does not belong to this tenant; sign in at the tenant whose provider it is',
  provider_bypassed:
    'You belong to this tenant through its identity provider; sign in there, not with something of your own',
  member_removed: 'You were removed from this tenant; ask one of its admins to invite you again',
  no_self_sign_up: 'Nobody can sign up here by themselves; ask an admin of your tenant to invite you',
  email_missing:
    'Your identity provider sent no e-mail; ask your IT to release the e-mail to this application, or to correct the name of the claim that holds it',
  email_unusable: 'Your identity provider sent an e-mail that is not one address; ask your IT to correct it',
  email_unverified:
    'Your identity provider says that your e-mail is not verified; verify it there and sign in again',
  email_domain_not_allowed:
    'The domain of your e-mail is not among those that this tenant accepts; ask one of its admins to add it to the allowed domains of the identity provider',
  subject_ambiguous:
    'Your identity provider calls two people by names that differ in upper and lower case only; ask your IT for another subject',
  sign_in_unknown:
    'The answer of your identity provider was not seen in time; start again and sign in once more',
};

/** The decision against a token. */
export function refuse(reason: RefusalReason): TokenDecision {
  return { decision: 'refuse', reason, message: refusals[reason] };
}

/** How somebody who asks for a token has signed in. */
export interface SignInMethod {
  /** Cognito's name of the identity provider; `undefined` for a password or anything else of Cognito's own. */
  provider?: string | undefined;
  /** Whether the client belongs to this tenant alone: its provider and its break-glass account count nowhere else. */
  isOwnClient: boolean;
  /** ISO-8601. */
  now: string;
}

/**
 * Whether the tenant accepts the way of signing in, before anything is asked about the person: a provider's people at
 * the client of the tenant whose provider it is, and where the tenant wants its provider, nobody else.
 * `only` names the one user for whom that does not hold right now.
 */
export function decideMethod(
  tenant: TokenTenant,
  method: SignInMethod,
): { decision: 'accept'; only?: UserId } | { decision: 'refuse'; reason: RefusalReason } {
  const { identityProvider, breakGlass } = tenant;
  if (method.provider !== undefined) {
    const isOwn = method.isOwnClient && method.provider === identityProvider?.key;
    return isOwn ? { decision: 'accept' } : { decision: 'refuse', reason: 'provider_mismatch' };
  }
  if (!identityProvider?.ssoOnly) return { decision: 'accept' };
  const isOpen = method.isOwnClient && breakGlass !== undefined && method.now < breakGlass.until;
  return isOpen
    ? { decision: 'accept', only: breakGlass.userId }
    : { decision: 'refuse', reason: 'sso_only' };
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

import { CohabitError, isId, type Membership, memberships, type Registry } from '@cohabit/core';
import type { Authorizer, OperatorContext, Resource, TenantContext, Verifier } from '@cohabit/sdk';
import type { Action } from './policies.ts';

export type Principal = TenantContext | OperatorContext;

export interface Guard {
  /** Who sends this token. Throws the verifier's errors, or `unauthenticated` for a membership that has changed. */
  authenticate(token: string): Promise<Principal>;
  /**
   * Throws `not_found` for another tenant's things, which is also the answer for things that do not exist, and
   * `forbidden` for everything else that no policy permits.
   */
  authorize(principal: Principal, action: Action, resource: Resource): void;
}

/** The two checks in front of every route that is not public. */
export function createGuard(parts: {
  verifier: Verifier;
  authorizer: Authorizer;
  registry: Registry;
}): Guard {
  return {
    async authenticate(token) {
      const principal = await parts.verifier.verifyAny(token);
      if (principal.kind === 'tenant') await requireCurrentMembership(parts.registry, principal);
      return principal;
    },
    authorize(principal, action, resource) {
      const decision = parts.authorizer.authorize({ principal, action, resource });
      if (decision.decision === 'allow') return;
      if (decision.reason === 'tenant' && resource.tenantId !== undefined) {
        throw new CohabitError('not_found', 'There is nothing here.');
      }
      throw new CohabitError('forbidden', 'You may not do this. Ask an operator or an admin of your tenant.');
    },
  };
}

/** A tenant of this id, as Cedar knows it. An id that is none belongs to nobody, and so answers as another tenant's. */
export function tenantResource(tenantId: string): Resource {
  if (!isId('tnt', tenantId)) throw new CohabitError('not_found', 'There is nothing here.');
  return { type: 'Tenant', id: tenantId, tenantId };
}

/**
 * A token lives on for minutes after its member was removed or lost a role. Here, where people are made admins, that
 * is too long: the membership must be as the token says.
 */
async function requireCurrentMembership(registry: Registry, principal: TenantContext): Promise<void> {
  const membership: Membership | undefined = await registry.get(
    memberships,
    principal.tenantId,
    principal.userId,
  );
  if (membership?.status === 'active' && membership.version === principal.membershipVersion) return;
  throw new CohabitError(
    'unauthenticated',
    'Your membership has changed. Refresh your tokens and try again.',
  );
}

import { CohabitError, type PlacementKey, type TenantClaims, type TenantId } from '@cohabit/core';
import type { OperatorContext, TenantContext } from '../context/tenant-context.ts';
import type { ProvenToken } from './prove.ts';
import type { TrustedPlacement, TrustedTenant } from './trust.ts';

/** What a caller of the verifier accepts. */
export interface Acceptance {
  use: 'access' | 'id';
  audience: 'tenants' | 'operators' | 'any';
}

/** Throws `token_use_mismatch` or `token_client_unknown`. */
export function requireAccepted(
  { token, clientId }: ProvenToken,
  placement: TrustedPlacement | undefined,
  { use, audience }: Acceptance,
): TrustedPlacement {
  if (token.use !== use) {
    throw new CohabitError(
      'token_use_mismatch',
      `This is the ${token.use} token where the ${use} token is expected. Send the ${use} token.`,
      { details: { actual: token.use, expected: use } },
    );
  }
  if (placement === undefined) {
    throw new CohabitError('token_client_unknown', 'The app client of the token is not one of ours.', {
      details: { actual: clientId, expected: 'an app client of a placement' },
    });
  }
  if (audience !== 'any' && placement.audience !== audience) {
    throw new CohabitError(
      'token_client_unknown',
      `The token is for ${placement.audience}, not for ${audience}.`,
      {
        details: { actual: placement.audience, expected: audience },
      },
    );
  }
  return placement;
}

function mismatch(actual: TenantId, expected: unknown): CohabitError {
  return new CohabitError(
    'token_tenant_mismatch',
    'The tenant in the token is not served by its app client.',
    {
      details: { actual, expected },
    },
  );
}

/** The token's tenant claims. Throws `token_tenant_missing`; `token_tenant_mismatch` if the client is bound to another tenant. */
export function requireTenantClaims(
  { tenantClaims }: ProvenToken,
  placement: TrustedPlacement,
): TenantClaims {
  if (!tenantClaims.success) {
    const names = [...new Set(tenantClaims.error.issues.map((issue) => String(issue.path[0])))];
    throw new CohabitError(
      'token_tenant_missing',
      `The token lacks valid tenant claims: ${names.join(', ')}. Check the pre token generation trigger of the user pool.`,
      { details: { actual: `no valid ${names.join(', ')}`, expected: 'the claims of one tenant' } },
    );
  }
  const { tenant_id } = tenantClaims.data;
  if (placement.tenantId !== undefined && placement.tenantId !== tenant_id) {
    throw mismatch(tenant_id, placement.tenantId);
  }
  return tenantClaims.data;
}

function includesPlacement(placements: readonly PlacementKey[], wanted: PlacementKey): boolean {
  return placements.some((p) => p.userPoolId === wanted.userPoolId && p.clientId === wanted.clientId);
}

/**
 * The tenant, if the client the token was issued to serves it. Throws `token_tenant_mismatch` when there is no such
 * tenant or it is not one of those of the shared client, `tenant_suspended`.
 */
export function requireServed(
  tenantId: TenantId,
  placement: TrustedPlacement,
  tenant: TrustedTenant | undefined,
): TrustedTenant {
  if (tenant?.id !== tenantId) throw mismatch(tenantId, 'a tenant of ours');
  const isBound = placement.tenantId !== undefined;
  if (!isBound && !includesPlacement(tenant.placements, placement)) {
    throw mismatch(tenantId, 'a tenant that this shared app client serves');
  }
  if (tenant.suspended) {
    throw new CohabitError('tenant_suspended', 'The tenant is suspended. Ask whoever runs this product.');
  }
  return tenant;
}

/** The context of a token with these claims that was admitted to this tenant. */
export function tenantContext(
  { token, userPoolId, clientId }: ProvenToken,
  claims: TenantClaims,
  tenant: TrustedTenant,
): TenantContext {
  return Object.freeze({
    kind: 'tenant',
    tenantId: tenant.id,
    tenantSlug: tenant.slug,
    plan: tenant.plan,
    userId: claims.user_id,
    roles: Object.freeze(claims.roles),
    membershipVersion: claims.membership_version,
    placement: Object.freeze({ userPoolId, clientId }),
    token,
  });
}

/** The context of a token of the operators' client. Tenant claims in it count for nothing. */
export function operatorContext({ token }: ProvenToken): OperatorContext {
  return Object.freeze({ kind: 'operator', subject: token.subject, token });
}

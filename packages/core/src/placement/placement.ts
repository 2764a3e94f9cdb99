import type { TokenTenant } from '../claims/token-decision.ts';
import type { TenantId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';
import type { TenancyModel } from '../tenants/tenant.ts';

/** An app client of a user pool, by Cognito's own ids. */
export interface PlacementKey {
  userPoolId: string;
  clientId: string;
}

/**
 * The Region, user pool and app client that serve tenants. `tenant` is set when the client belongs to one tenant: a
 * copy of what token issue needs of it, written in the same commit as the tenant, so that no second read is needed.
 */
export interface Placement extends PlacementKey, Versioned {
  region: string;
  audience: 'tenants' | 'operators';
  model?: TenancyModel;
  tenant?: TokenTenant & { slug: string };
}

/** Placements by user pool and client: one read tells whom a token's client serves. */
export const placements: Collection<Placement> = {
  name: 'placement',
  partition: (placement) => placement.userPoolId,
  sort: (placement) => placement.clientId,
};

/** A user pool of ours and what it is for. Tenants of model `app-client` and `shared` stand in `shared` pools. */
export interface UserPool extends Versioned {
  userPoolId: string;
  region: string;
  purpose: 'operators' | 'shared' | 'tenant';
  /** The client that all `shared` tenants of this pool use, or the operators' client. */
  clientId?: string;
  tenantId?: TenantId;
  /** The prefix of the pool's OAuth and managed-login domain. */
  domain?: string;
}

/** User pools by purpose. */
export const userPools: Collection<UserPool> = {
  name: 'user-pool',
  partition: (pool) => pool.purpose,
  sort: (pool) => pool.userPoolId,
};

/** Where the issuers of user pools are: AWS's own host, or the base address of an embedded Cognito. */
export interface IssuerOptions {
  /** Such as `http://localhost:9229`, with or without a slash at the end; absent on AWS. */
  cognitoEndpoint?: string | undefined;
}

/** The issuer of a user pool's tokens (developer guide, "Verifying JSON web tokens"). */
export function issuerOf(pool: { userPoolId: string; region: string }, options: IssuerOptions = {}): string {
  return options.cognitoEndpoint
    ? `${options.cognitoEndpoint.replace(/\/+$/, '')}/${pool.userPoolId}`
    : `https://cognito-idp.${pool.region}.amazonaws.com/${pool.userPoolId}`;
}

const POOL_ID = /^([a-z]{2,5}(?:-[a-z]+)+-\d)_[0-9A-Za-z]{1,46}$/;

/**
 * The pool id an issuer names, when the issuer has exactly the form that {@link issuerOf} writes (or the newer
 * `issuer-cognito-idp` host); otherwise `undefined`. Nothing is fetched.
 */
export function userPoolIdOf(issuer: string, options: IssuerOptions = {}): string | undefined {
  const userPoolId = issuer.slice(issuer.lastIndexOf('/') + 1);
  const region = POOL_ID.exec(userPoolId)?.[1];
  if (region === undefined) return undefined;
  if (issuer === issuerOf({ userPoolId, region }, options)) return userPoolId;
  const isUpdated = issuer === `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  return isUpdated && !options.cognitoEndpoint ? userPoolId : undefined;
}

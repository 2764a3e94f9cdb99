import type { IdentityProvider, Tenant } from '@cohabit/core';
import { type Registry, userPools } from '@cohabit/core';
import { ownClient } from '../tenants/tenant-placement.ts';

/** What the tenant's IT enters at their provider for it to send people here. */
export type Registration =
  | { protocol: 'oidc'; redirectUri: string }
  | { protocol: 'saml'; acsUrl: string; entityId: string; logoutUrl: string };

/** `undefined` while the tenant's pool has no domain yet. */
export async function registrationOf(
  parts: { registry: Registry; region: string; cognitoEndpoint?: string | undefined },
  tenant: Tenant,
  { spec }: IdentityProvider,
): Promise<Registration | undefined> {
  const userPoolId = ownClient(tenant)?.userPoolId;
  if (userPoolId === undefined) return undefined;
  const purpose = tenant.spec.model === 'user-pool' ? 'tenant' : 'shared';
  const pool = await parts.registry.get(userPools, purpose, userPoolId);
  if (pool?.domain === undefined) return undefined;
  const base = parts.cognitoEndpoint
    ? `${parts.cognitoEndpoint.replace(/\/+$/, '')}/domains/${pool.domain}`
    : `https://${pool.domain}.auth.${parts.region}.amazoncognito.com`;
  if (spec.protocol === 'oidc') return { protocol: 'oidc', redirectUri: `${base}/oauth2/idpresponse` };
  return {
    protocol: 'saml',
    acsUrl: `${base}/saml2/idpresponse`,
    entityId: `urn:amazon:cognito:sp:${userPoolId}`,
    logoutUrl: `${base}/saml2/logout`,
  };
}

import type { SignInDiscovery } from '../control-plane/client.ts';
import type { SignInClient } from './cognito.ts';
import type { PendingSignIn } from './sessions.ts';

/** Where and how somebody signs in. */
export interface FoundSignIn extends Pick<SignInDiscovery, 'methods' | 'scopes' | 'identityProvider'> {
  client: SignInClient;
  tenant: PendingSignIn['wanted'];
}

/** What the control plane answers, by what it is used for here. */
export async function discover(find: () => Promise<SignInDiscovery>): Promise<FoundSignIn> {
  const { region, userPoolId, clientId, issuer, tenant, tenantId, ...ways } = await find();
  return {
    client: { region, userPoolId, clientId, issuer },
    tenant: tenant && tenantId ? { ...tenant, tenantId } : undefined,
    ...ways,
  };
}

import type { Answer } from '../answer.ts';
import type { IdentityProvider } from '../identity-providers/identity-provider.ts';
import type { AuthorizationRequest } from '../oauth/authorization-request.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';
import { traceRefusals } from './refusal.ts';
import { beginTrace } from './trace.ts';

/**
 * Sends the browser to a provider's own sign-in; the provider sends it back to one of `federationRoutes`. Throws an
 * `AuthorizationError` when the provider cannot be asked.
 */
export async function beginFederation(
  request: DomainRequest,
  authorization: AuthorizationRequest,
  provider: IdentityProvider,
): Promise<Answer> {
  const { cognito, pool } = request;
  const trace = beginTrace(cognito, {
    poolId: pool.id,
    clientId: authorization.client.id,
    providerName: provider.ProviderName,
    providerType: provider.ProviderType,
  });
  return traceRefusals(trace, authorization, async () => {
    if (provider.ProviderType === 'SAML') {
      const { beginSaml } = await import('./saml/begin-saml.ts');
      return beginSaml(request, authorization, provider, trace);
    }
    const { beginOidc } = await import('./oidc/begin-oidc.ts');
    return beginOidc(request, authorization, provider, trace);
  });
}

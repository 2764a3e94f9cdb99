import type { Answer } from '../answer.ts';
import type { IdentityProvider } from '../identity-providers/identity-provider.ts';
import type { AuthorizationRequest } from '../oauth/authorization-request.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';

/** Sends the browser to a provider's own sign-in; the provider sends it back to one of `federationRoutes`. */
export async function beginFederation(
  _request: DomainRequest,
  _authorization: AuthorizationRequest,
  _provider: IdentityProvider,
): Promise<Answer> {
  throw new Error('not built yet');
}

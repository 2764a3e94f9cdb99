import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { identityProviderKind, providerByIdentifier } from '../../identity-providers/identity-provider.ts';
import { AuthorizationError } from '../../oauth/authorization-request.ts';
import { isEmail } from '../../users/new-username.ts';
import type { Visit } from '../visit.ts';

/** True when the app client signs in users of the pool itself. */
export function hasOwnUsers({ authorization: { client } }: Visit): boolean {
  return client.client.SupportedIdentityProviders?.includes('COGNITO') ?? false;
}

/** For pages that only such users need. Throws an `AuthorizationError`. */
export function requireOwnUsers(visit: Visit): void {
  if (hasOwnUsers(visit)) return;
  throw new AuthorizationError(
    'unauthorized_client',
    'The app client signs in users of identity providers only.',
    visit.authorization,
  );
}

/** The identity providers of the app client, in its order. */
export function providersOf({ request, authorization: { client } }: Visit): IdentityProvider[] {
  const { store } = request.cognito;
  return (client.client.SupportedIdentityProviders ?? []).flatMap(
    (name) => store.documents.get(identityProviderKind, client.poolId, name) ?? [],
  );
}

/** True for a provider that is found by the domain of an e-mail address, and that not everybody need see. */
export const hasDomain = ({ IdpIdentifiers }: IdentityProvider) => IdpIdentifiers.some(isDomain);

const isDomain = (identifier: string) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(identifier);

/** The provider of the app client that has the domain of the address. */
export function providerForEmail(visit: Visit, email: string): IdentityProvider | undefined {
  const { request, authorization } = visit;
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (!isEmail(email) || !isDomain(domain)) return undefined;
  const found = providerByIdentifier(request.cognito, request.pool.id, domain);
  const { SupportedIdentityProviders: supported = [] } = authorization.client.client;
  return found && supported.includes(found.ProviderName) ? found : undefined;
}

/** Where the browser goes to sign in with a provider. */
export function providerHref({ request, authorization }: Visit, provider: IdentityProvider): string {
  const query = new URLSearchParams(authorization.query);
  query.delete('idp_identifier');
  query.set('identity_provider', provider.ProviderName);
  return `${request.basePath}/oauth2/authorize?${query}`;
}

import type { IdentityProvider } from '../identity-providers/identity-provider.ts';
import type { AuthorizationRequest } from '../oauth/authorization-request.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';

/** A sign-in that is at a provider now: five minutes, once, in the browser that began it. */
export interface PendingSignIn {
  providerName: string;
  clientId: string;
  /** The query of the authorization request. */
  query: string;
  /** Where the provider was told to come back to begins with it. */
  baseUrl: string;
  traceId: string;
  /** OIDC. */
  nonce?: string;
  codeVerifier?: string;
  /** SAML: the id of the AuthnRequest, which `InResponseTo` must be. */
  requestId?: string;
}

/** What the provider gets as `state` or `RelayState`, and the cookie that binds it to the browser. */
export interface BegunSignIn {
  state: string;
  cookie: string;
}

/** Remembers a sign-in that goes to a provider. */
export function beginPending(
  _request: DomainRequest,
  _authorization: AuthorizationRequest,
  _provider: IdentityProvider,
  _rest: Pick<PendingSignIn, 'traceId' | 'nonce' | 'codeVerifier' | 'requestId'>,
): BegunSignIn {
  throw new Error('not built yet');
}

/**
 * The sign-in that a provider's answer belongs to; it can be taken once. Throws a `DeadEnd` for a state that is unknown,
 * used, too old, of another domain, or of another browser.
 */
export function takePending(_request: DomainRequest, _state: string): PendingSignIn {
  throw new Error('not built yet');
}

import type { IdentityProvider } from '../identity-providers/identity-provider.ts';
import type { ClientRecord } from '../storage/records.ts';

/** What an app asked of `/oauth2/authorize`, checked. Pages read it again from their own query, which is the same. */
export interface AuthorizationRequest {
  client: ClientRecord;
  responseType: 'code' | 'token';
  /** One of the client's callback URLs, to the letter. */
  redirectUri: string;
  state: string | undefined;
  /** What is granted when the user signs in; never empty. */
  scopes: readonly string[];
  nonce: string | undefined;
  /** PKCE, method S256 (RFC 7636). */
  codeChallenge: string | undefined;
  /** From `identity_provider` or `idp_identifier`, of this client: no page is shown. `COGNITO`: the user pool itself. */
  provider: IdentityProvider | 'COGNITO' | undefined;
  loginHint: string | undefined;
  prompt: ReadonlySet<'none' | 'login' | 'select_account' | 'consent'>;
  /** Of managed login, such as `ja`; from `lang` or `ui_locales`. */
  language: string | undefined;
  /** RFC 8707: the audience of the access token. */
  resource: string | undefined;
  /** `acr_values`, the one wanted most first. */
  acrValues: readonly string[];
  /** Seconds since the last sign-in after which the user has to sign in again. */
  maxAge: number | undefined;
  /** As it came, for links and forms of the pages that follow. */
  query: URLSearchParams;
}

/**
 * A request that goes back to the app: a redirect with `error`, `error_description` and `state` (RFC 6749 §4.1.2.1).
 * What the app must not be told, because its identity or its redirect URI is in doubt, is a {@link DeadEnd}.
 */
export class AuthorizationError extends Error {
  readonly error:
    | 'invalid_request'
    | 'unauthorized_client'
    | 'access_denied'
    | 'unsupported_response_type'
    | 'invalid_scope'
    | 'login_required'
    | 'server_error';
  readonly authorization: Pick<AuthorizationRequest, 'redirectUri' | 'responseType' | 'state'>;
  constructor(
    error: AuthorizationError['error'],
    description: string,
    authorization: AuthorizationError['authorization'],
  ) {
    super(description);
    this.error = error;
    this.authorization = authorization;
  }
}

/** Ends on `/error`, which shows a text of its own for each `reason`; the app is not told. */
export class DeadEnd extends Error {
  readonly reason: DeadEndReason;
  readonly clientId: string | undefined;
  constructor(reason: DeadEndReason, clientId?: string) {
    super(reason);
    this.reason = reason;
    this.clientId = clientId;
  }
}

export type DeadEndReason =
  | 'redirect_mismatch'
  | 'unknown_client'
  /** The page was open too long, or belongs to another browser. */
  | 'expired'
  /** A form that did not come from a page of ours. */
  | 'forged'
  /** A provider's answer that belongs to no request. */
  | 'unsolicited'
  | 'server_error'
  | 'too_many_requests';

/** What a machine is told at the token, revocation or registration endpoint (RFC 6749 §5.2). */
export class OAuthError extends Error {
  readonly error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_grant'
    | 'unauthorized_client'
    | 'unsupported_grant_type'
    | 'invalid_scope'
    | 'unsupported_token_type'
    | 'invalid_token'
    | 'invalid_redirect_uri'
    | 'invalid_client_metadata'
    | 'server_error';
  readonly status: number;
  constructor(error: OAuthError['error'], description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

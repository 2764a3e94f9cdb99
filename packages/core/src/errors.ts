/**
 * Every failure Cohabit names: what HTTP status it answers and its short title (RFC 9457 `title`).
 * Absence on a read is `undefined`, never an error; another tenant's things answer *not found*, never *forbidden*.
 */
export const errorTable = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  unauthenticated: { status: 401, title: 'No valid token' },
  token_malformed: { status: 401, title: 'The token is not a JSON Web Token' },
  token_signature_invalid: { status: 401, title: 'The token signature is not valid' },
  token_expired: { status: 401, title: 'The token has expired' },
  token_not_yet_valid: { status: 401, title: 'The token is not valid yet' },
  token_use_mismatch: { status: 401, title: 'The wrong kind of token' },
  token_issuer_unknown: { status: 401, title: 'The token comes from an issuer that serves no tenant' },
  token_client_unknown: { status: 401, title: 'The token was issued to an app client that serves no tenant' },
  token_tenant_mismatch: {
    status: 401,
    title: 'The token names a tenant that its app client does not serve',
  },
  token_tenant_missing: { status: 401, title: 'The token names no tenant' },
  issuer_unavailable: { status: 503, title: 'The keys of the issuer cannot be read right now' },
  tenant_suspended: { status: 403, title: 'The tenant is suspended' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  tenant_not_found: { status: 404, title: 'No such tenant' },
  membership_not_found: { status: 404, title: 'No such member' },
  plan_not_found: { status: 400, title: 'No such plan' },
  slug_invalid: { status: 400, title: 'The slug is not valid' },
  slug_taken: { status: 409, title: 'The slug is taken' },
  membership_exists: { status: 409, title: 'The person is a member already' },
  last_admin: { status: 409, title: 'The tenant needs an admin' },
  role_unknown: { status: 400, title: 'No such role' },
  setting_needs_model: { status: 422, title: 'The tenancy model of the tenant cannot give this setting' },
  domain_invalid: { status: 400, title: 'The domain is not valid' },
  domain_reserved: { status: 422, title: 'The domain cannot belong to a tenant' },
  domain_not_found: { status: 404, title: 'No such domain' },
  domain_not_proven: { status: 409, title: 'The domain is not proven' },
  domain_taken: { status: 409, title: 'Another tenant has proven the domain' },
  domain_limit: { status: 409, title: 'The tenant has too many domains' },
  identity_provider_not_found: { status: 404, title: 'No such identity provider' },
  identity_provider_exists: { status: 409, title: 'The tenant has an identity provider already' },
  identity_provider_busy: { status: 409, title: 'The identity provider is being removed' },
  identity_provider_limit: { status: 409, title: 'The user pool has no room for another identity provider' },
  version_conflict: { status: 409, title: 'Somebody else changed it first' },
  unique_taken: { status: 409, title: 'The value is taken' },
  tenant_not_ready: { status: 409, title: 'The tenant is not ready' },
  tenant_context_missing: { status: 500, title: 'No tenant context' },
  registry_locked: { status: 503, title: 'The registry is in use by another process' },
  registry_unwritable: { status: 503, title: 'The registry cannot be written' },
  cognito_unavailable: { status: 503, title: 'Cognito did not answer' },
  cognito_refused: { status: 502, title: 'Cognito refused the call' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; title: string }>;

/** The name of a failure, the same in code, HTTP and CLI. */
export type ErrorCode = keyof typeof errorTable;

/**
 * The one error family of core, sdk and control plane. `message` says what is wrong, what was expected and what to
 * do, and holds no secret; `details` carries the values in a form programs can read.
 */
export class CohabitError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CohabitError';
    this.code = code;
    this.details = options.details ?? {};
  }

  /** The HTTP status this failure answers. */
  get status(): number {
    return errorTable[this.code].status;
  }
}

/** Whether `error` is ours and, if a code is given, has that code. */
export function isCohabitError(error: unknown, code?: ErrorCode): error is CohabitError {
  return error instanceof CohabitError && (code === undefined || error.code === code);
}

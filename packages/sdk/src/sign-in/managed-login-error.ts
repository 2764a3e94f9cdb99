import * as oidc from 'openid-client';

/** Why a sign-in by managed login came to nothing. */
export type ManagedLoginProblem =
  /** Cognito, a trigger or the identity provider said no; `message` is their text. */
  | 'refused'
  /** The callback belongs to no sign-in that this browser began. */
  | 'not_ours'
  /** The code was used already or is too old. */
  | 'expired'
  /** Cognito did not answer, or not as OpenID Connect says. */
  | 'unavailable';

/** A sign-in by managed login that failed. `message` may be shown to the person. */
export class ManagedLoginError extends Error {
  readonly problem: ManagedLoginProblem;

  constructor(problem: ManagedLoginProblem, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ManagedLoginError';
    this.problem = problem;
  }
}

const outOfReach = 'The sign-in service does not answer. Try again in a moment.';

/** What openid-client threw, by what it means for the person. */
export function managedLoginError(cause: unknown): ManagedLoginError {
  if (cause instanceof ManagedLoginError) return cause;
  if (cause instanceof oidc.AuthorizationResponseError) {
    return new ManagedLoginError('refused', refusalText(cause), { cause });
  }
  if (cause instanceof oidc.ResponseBodyError) {
    const isCodeOver = cause.error === 'invalid_grant';
    return isCodeOver
      ? new ManagedLoginError('expired', 'This sign-in took too long or was used already. Begin again.', {
          cause,
        })
      : new ManagedLoginError('unavailable', outOfReach, { cause });
  }
  // What came back is not what was asked for: another state, nonce, issuer or audience, or a broken token.
  if (cause instanceof oidc.ClientError && cause.code?.startsWith('OAUTH_') && isAboutTheAnswer(cause.code)) {
    return new ManagedLoginError(
      'not_ours',
      'This answer belongs to no sign-in of this browser. Begin again.',
      {
        cause,
      },
    );
  }
  return new ManagedLoginError('unavailable', outOfReach, { cause });
}

function isAboutTheAnswer(code: string): boolean {
  return [
    'OAUTH_INVALID_RESPONSE',
    'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
    'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  ].includes(code);
}

/** `PreTokenGeneration failed with error You are not a member of this tenant.` is for a person without its beginning. */
function refusalText({ error, error_description: description }: oidc.AuthorizationResponseError): string {
  if (error === 'login_required') return 'You are not signed in.';
  return (
    description?.replace(/^\w+ failed with error /, '').replace(/ \(Service: .*$/, '') ??
    'The sign-in was refused.'
  );
}

/** Why a sign-in step failed, in terms a person can act on. */
export type SignInProblem =
  | 'wrong_password'
  | 'locked_out'
  | 'wrong_code'
  | 'password_refused'
  | 'step_expired'
  | 'session_over'
  | 'refused'
  | 'not_possible'
  | 'cognito_unavailable';

/** A failed sign-in step; `message` is a sentence for the person, without anything of another person or tenant. */
export class SignInError extends Error {
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SignInError';
    this.problem = problem;
  }
}

/**
 * Cognito's exceptions and texts (API reference, InitiateAuth and RespondToAuthChallenge) as {@link SignInError}. What
 * is no answer of Cognito counts as Cognito being out of reach.
 */
export function fromCognitoError(error: unknown): SignInError {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  const make = (problem: SignInProblem, text: string) => new SignInError(problem, text, { cause: error });
  if (message.startsWith('Password attempts exceeded')) {
    return make('locked_out', 'Too many wrong attempts. Wait a few minutes, then try again.');
  }
  switch (name) {
    case 'UserNotFoundException':
      return make('wrong_password', 'The e-mail address and the password do not belong together.');
    case 'NotAuthorizedException':
      return fromNotAuthorized(message, make);
    case 'CodeMismatchException':
    case 'EnableSoftwareTokenMFAException':
    case 'ExpiredCodeException':
      return make('wrong_code', 'This code is not right. Use the one your authenticator app shows now.');
    case 'InvalidPasswordException':
      return make('password_refused', policyText(message));
    case 'PasswordHistoryPolicyViolationException':
      return make('password_refused', 'You have used this password before. Choose another one.');
    case 'UserLambdaValidationException':
      return make('refused', `${message.replace(/^\w+ failed with error /, '').replace(/\.$/, '')}.`);
    case 'TooManyRequestsException':
    case 'LimitExceededException':
    case 'TooManyFailedAttemptsException':
      return make('locked_out', 'Too many attempts. Wait a few minutes, then try again.');
    case 'PasswordResetRequiredException':
      return make('not_possible', 'Your password must be reset first. Ask your admin for a new invitation.');
    case 'UserNotConfirmedException':
      return make('not_possible', 'Your sign-in is not confirmed yet. Ask your admin for a new invitation.');
    case 'RefreshTokenReuseException':
      return make('session_over', 'Your sign-in has ended. Sign in again.');
    default:
      return make('cognito_unavailable', 'The sign-in service does not answer. Try again in a moment.');
  }
}

function fromNotAuthorized(
  message: string,
  make: (problem: SignInProblem, text: string) => SignInError,
): SignInError {
  if (/^Incorrect username or password/i.test(message)) {
    return make('wrong_password', 'The e-mail address and the password do not belong together.');
  }
  if (/^Invalid session/i.test(message)) {
    return make('step_expired', 'This sign-in took too long or was used already. Begin again.');
  }
  if (/^User is disabled/i.test(message)) {
    return make('not_possible', 'Your sign-in is switched off. Ask your admin.');
  }
  if (/^Temporary password has expired/i.test(message)) {
    return make('not_possible', 'Your temporary password has expired. Ask your admin for a new invitation.');
  }
  return make('session_over', 'Your sign-in has ended. Sign in again.');
}

function policyText(message: string): string {
  const why = message.replace(/^Password did not conform with( password)? policy:?\s*/i, '');
  return why && why !== message ? `${why.replace(/\.$/, '')}.` : 'The password does not fit the rules.';
}

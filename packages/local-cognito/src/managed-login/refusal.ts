import type { Answer } from '../answer.ts';
import { CognitoError } from '../wire/errors.ts';
import type { TextKey } from './look/translate.ts';
import type { Visit } from './visit.ts';

/** Does the work; what Cognito refuses is for the page to tell. Faults of ours are thrown. */
export async function orRefusal(
  work: () => Promise<Answer>,
  refused: (error: CognitoError) => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CognitoError) || error.status === 500) throw error;
    return refused(error);
  }
}

const byMessage: Record<string, TextKey> = {
  'Incorrect username or password.': 'errorNotAuthorized',
  'Invalid session for the user.': 'errorSessionExpired',
  'Invalid session for the user, session is expired.': 'errorSessionExpired',
  'Invalid session for the user, session can only be used once.': 'errorSessionExpired',
  'Password attempts exceeded': 'errorLockedOut',
  'User is disabled.': 'errorUserDisabled',
  'Temporary password has expired and must be reset by an administrator.': 'errorTemporaryPasswordExpired',
  'SignUp is not permitted for this user pool': 'errorSignUpNotPermitted',
  'User password cannot be reset in the current state.': 'errorResetNotPossible',
  'Contact administrator to reset password.': 'errorResetNotPossible',
  'Cannot reset password for the user as there is no registered/verified email or phone_number':
    'errorNoRecovery',
  'User is already confirmed.': 'errorAlreadyConfirmed',
  'User cannot be confirmed. Current status is CONFIRMED': 'errorAlreadyConfirmed',
  'Invalid email address format.': 'errorInvalidEmail',
  'Username should be an email.': 'errorInvalidEmail',
  'Invalid phone number format.': 'errorInvalidPhoneNumber',
  'Username should be a phone number.': 'errorInvalidPhoneNumber',
};

const byType: Record<string, TextKey> = {
  UserNotFoundException: 'errorUserNotFound',
  UserNotConfirmedException: 'errorUserNotConfirmed',
  PasswordResetRequiredException: 'errorPasswordResetRequired',
  CodeMismatchException: 'errorCodeMismatch',
  ExpiredCodeException: 'errorExpiredCode',
  EnableSoftwareTokenMFAException: 'errorSoftwareTokenMismatch',
  MFAMethodNotFoundException: 'errorMfaNotAvailable',
  LimitExceededException: 'errorLimitExceeded',
  TooManyRequestsException: 'errorTooManyRequests',
  UsernameExistsException: 'errorUsernameExists',
  AliasExistsException: 'errorAliasExists',
  InvalidPasswordException: 'errorInvalidPassword',
  PasswordHistoryPolicyViolationException: 'errorPasswordHistory',
  CodeDeliveryFailureException: 'errorCodeDelivery',
};

/** In the words of the page's language; a trigger's refusal in its own. */
export function refusalText({ look }: Pick<Visit, 'look'>, { type, message }: CognitoError): string {
  const key = Object.hasOwn(byMessage, message) ? byMessage[message] : byType[type];
  if (key !== undefined) return look.t(key);
  return message.includes('validation error') ? look.t('errorInvalidParameter') : message;
}

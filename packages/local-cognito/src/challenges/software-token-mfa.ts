import { type Attempt, type AuthResponse, requireParameter } from '../flows/attempt.ts';
import { changeUser } from '../flows/change-user.ts';
import { checkNotLocked, recordFailure } from '../flows/lockout.ts';
import { nextStep } from '../flows/next-step.ts';
import { type Progress, passed } from '../flows/progress.ts';
import type { UserRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import { type Answer, openAnswer } from './answer.ts';
import { createSession } from './session.ts';
import { matchTotp } from './totp.ts';

/** Asks for a code of the user's authenticator app. */
export function challengeSoftwareToken(attempt: Attempt, user: UserRecord, progress: Progress): AuthResponse {
  return {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: createSession(attempt, {
      challenge: 'SOFTWARE_TOKEN_MFA',
      username: user.username,
      progress,
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      ...(user.totp?.friendlyName ? { FRIENDLY_DEVICE_NAME: user.totp.friendlyName } : {}),
    },
  };
}

/** A wrong code counts towards the lock and leaves the session open for another try. */
export async function answerSoftwareToken(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  const { user, state, use } = openAnswer(attempt, answer, 'SOFTWARE_TOKEN_MFA');
  const code = requireParameter(answer.responses, 'SOFTWARE_TOKEN_MFA_CODE');
  checkNotLocked(cognito, pool, { user });
  if (!user.totp?.verified) {
    throw new CognitoError('SoftwareTokenMFANotFoundException', 'User has no verified software token.');
  }
  const step = matchTotp(user.totp.secret, code, cognito.clock());
  if (step === undefined) {
    recordFailure(cognito, pool, { user });
    throw new CognitoError('CodeMismatchException', 'Invalid code or auth state for the user.');
  }
  if (step <= (user.totp.lastUsedStep ?? 0)) {
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  use();
  const signedIn = changeUser(cognito, pool, user.username, (current) => ({
    ...current,
    ...(current.totp ? { totp: { ...current.totp, lastUsedStep: step } } : {}),
  }));
  const progress = { ...passed(state.progress, 'SOFTWARE_TOKEN_MFA', 'otp'), isSecondFactorDone: true };
  return nextStep(attempt, signedIn, progress, answer.clientMetadata);
}

import type { Attempt, AuthResponse } from '../flows/attempt.ts';
import { requireParameter } from '../flows/attempt.ts';
import { isPasskeyMfa } from '../flows/first-factors.ts';
import { checkNotLocked, recordFailure } from '../flows/lockout.ts';
import { nextStep } from '../flows/next-step.ts';
import { passed } from '../flows/progress.ts';
import { incorrectPassword } from '../flows/prove-password.ts';
import { requestOptions, verifyAssertion } from '../passkeys/assertion.ts';
import { listPasskeys } from '../passkeys/passkey.ts';
import { type Answer, openAnswer } from './answer.ts';
import type { FirstFactorRequest } from './first-factor.ts';
import { createSession } from './session.ts';

/** Asks for an assertion of one of the user's passkeys. */
export async function challengeWebAuthn(
  attempt: Attempt,
  { user, progress }: FirstFactorRequest,
): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  if (!user) throw incorrectPassword();
  checkNotLocked(cognito, pool, { user });
  const options = await requestOptions(cognito, pool, listPasskeys(cognito, pool, user).items);
  return {
    ChallengeName: 'WEB_AUTHN',
    Session: createSession(attempt, {
      challenge: 'WEB_AUTHN',
      username: user.username,
      progress,
      expectedChallenge: options.challenge,
    }),
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
  };
}

/** A session takes one assertion. Throws NotAuthorizedException. */
export async function answerWebAuthn(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  const { user, state, use } = openAnswer(attempt, answer, 'WEB_AUTHN');
  const credential = requireParameter(answer.responses, 'CREDENTIAL');
  checkNotLocked(cognito, pool, { user });
  use();
  const assertion = await verifyAssertion(cognito, pool, user, {
    credential,
    expectedChallenge: state.expectedChallenge,
  });
  if (!assertion) {
    recordFailure(cognito, pool, { user });
    throw incorrectPassword();
  }
  const progress = passed(state.progress, 'WEB_AUTHN', assertion.isSynced ? 'swk' : 'hwk');
  const isSecondFactorDone = isPasskeyMfa(pool, user) && assertion.isUserVerified;
  return nextStep(attempt, user, { ...progress, isSecondFactorDone }, answer.clientMetadata);
}

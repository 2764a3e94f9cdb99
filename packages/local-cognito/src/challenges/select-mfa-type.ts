import { type Attempt, type AuthResponse, requireParameter } from '../flows/attempt.ts';
import type { Progress } from '../flows/progress.ts';
import type { SecondFactor } from '../flows/second-factors.ts';
import type { UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { type Answer, openAnswer } from './answer.ts';
import { challengeSecondFactor } from './second-factor.ts';
import { createSession } from './session.ts';

/** Several second factors would do, and the user prefers none. */
export function challengeSelectMfa(
  attempt: Attempt,
  user: UserRecord,
  progress: Progress,
  choices: SecondFactor[],
): AuthResponse {
  const { username } = user;
  return {
    ChallengeName: 'SELECT_MFA_TYPE',
    Session: createSession(attempt, { challenge: 'SELECT_MFA_TYPE', username, progress, choices }),
    ChallengeParameters: { MFAS_CAN_CHOOSE: JSON.stringify(choices), USER_ID_FOR_SRP: username },
  };
}

/** AWS writes `EMAIL_MFA` in some places for the factor it calls `EMAIL_OTP` everywhere else. */
export async function answerSelectMfa(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { user, state, use } = openAnswer(attempt, answer, 'SELECT_MFA_TYPE');
  const chosen = requireParameter(answer.responses, 'ANSWER');
  const factor = state.choices.find((choice) => choice === (chosen === 'EMAIL_MFA' ? 'EMAIL_OTP' : chosen));
  if (factor === undefined) throw invalidParameter(`ANSWER must be one of ${state.choices.join(', ')}.`);
  use();
  return challengeSecondFactor(attempt, {
    user,
    progress: state.progress,
    factors: [factor],
    clientMetadata: answer.clientMetadata,
  });
}

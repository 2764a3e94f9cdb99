import type { Attempt, AuthResponse } from '../flows/attempt.ts';
import { nextStep } from '../flows/next-step.ts';
import type { UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { type Answer, openAnswer } from './answer.ts';
import { createSession } from './session.ts';

/** MFA is required and the user has none: AssociateSoftwareToken and VerifySoftwareToken come before the answer. */
export function challengeMfaSetup(attempt: Attempt, user: UserRecord, triggerSource: string): AuthResponse {
  return {
    ChallengeName: 'MFA_SETUP',
    Session: createSession(attempt, { challenge: 'MFA_SETUP', username: user.username, triggerSource }),
    ChallengeParameters: {
      MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']),
      USER_ID_FOR_SRP: user.username,
    },
  };
}

/** Takes the session that VerifySoftwareToken answered. */
export async function answerMfaSetup(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { user, state, use } = openAnswer(attempt, answer, 'MFA_SETUP');
  if (!state.isVerified) throw invalidParameter('User has not verified software token mfa');
  use();
  return nextStep(attempt, user, {
    proven: 'mfa',
    triggerSource: state.triggerSource,
    clientMetadata: answer.clientMetadata,
  });
}

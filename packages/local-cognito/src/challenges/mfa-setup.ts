import type { Attempt, AuthResponse } from '../flows/attempt.ts';
import { nextStep } from '../flows/next-step.ts';
import { type Progress, passed } from '../flows/progress.ts';
import type { SecondFactor } from '../flows/second-factors.ts';
import type { UserRecord } from '../storage/records.ts';
import { newAttributes } from '../users/attributes.ts';
import { invalidParameter } from '../wire/errors.ts';
import { type Answer, openAnswer } from './answer.ts';
import { challengeCode } from './code-challenge.ts';
import { createSession } from './session.ts';

/** MFA is required and the user has none. */
export function challengeMfaSetup(
  attempt: Attempt,
  { username }: UserRecord,
  progress: Progress,
  choices: SecondFactor[],
): AuthResponse {
  return {
    ChallengeName: 'MFA_SETUP',
    Session: createSession(attempt, { challenge: 'MFA_SETUP', username, progress, choices }),
    ChallengeParameters: { MFAS_CAN_SETUP: JSON.stringify(choices), USER_ID_FOR_SRP: username },
  };
}

const addresses = [
  { response: 'EMAIL', attribute: 'email', challenge: 'EMAIL_OTP' },
  { response: 'PHONE_NUMBER', attribute: 'phone_number', challenge: 'SMS_MFA' },
] as const;

/** Takes the session that VerifySoftwareToken answered; or an address that the user lacks, which gets a code. */
export async function answerMfaSetup(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { user, state, use } = openAnswer(attempt, answer, 'MFA_SETUP');
  const { clientMetadata, responses } = answer;
  const given = addresses.find(({ response }) => responses[response]);
  if (given && !state.isVerified) {
    const { attribute, challenge } = given;
    const newAddress = responses[given.response] ?? '';
    newAttributes(attempt.pool, [{ Name: attribute, Value: newAddress }]);
    if (!state.choices.includes(challenge) || user.attributes[attribute] !== undefined) {
      throw invalidParameter(`${given.response} cannot be set up here.`);
    }
    use();
    const { progress } = state;
    const name = user.username;
    const request = { challenge, name, user, progress, isSecondFactor: true, clientMetadata, newAddress };
    return challengeCode(attempt, request);
  }
  if (!state.isVerified) throw invalidParameter('User has not verified software token mfa');
  use();
  const progress = { ...passed(state.progress, 'SOFTWARE_TOKEN_MFA', 'otp'), isSecondFactorDone: true };
  return nextStep(attempt, user, progress, clientMetadata);
}

import { type Attempt, type AuthResponse, requireParameter } from '../flows/attempt.ts';
import type { FirstFactor } from '../flows/first-factors.ts';
import type { Progress } from '../flows/progress.ts';
import type { UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { type Answer, openAnswer, openAnyAnswer } from './answer.ts';
import { challengePasswordVerifier } from './challenge-password-verifier.ts';
import { challengeFirstFactor, provePlainPassword } from './first-factor.ts';
import { createSession } from './session.ts';

/** USER_AUTH without a preference, or with one that the user does not have: what is there. */
export function challengeSelect(
  attempt: Attempt,
  { username }: UserRecord,
  progress: Progress,
  choices: FirstFactor[],
): AuthResponse {
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: createSession(attempt, { challenge: 'SELECT_CHALLENGE', username, progress, choices }),
    ChallengeParameters: { USERNAME: username },
    AvailableChallenges: choices,
  };
}

/** `ANSWER`, with `PASSWORD` or `SRP_A` at once where it fits. */
export async function answerSelect(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { user, state, use } = openAnswer(attempt, answer, 'SELECT_CHALLENGE');
  const { responses: parameters, clientMetadata } = answer;
  const chosen = requireParameter(parameters, 'ANSWER');
  const factor = state.choices.find((choice) => choice === chosen);
  if (factor === undefined) throw invalidParameter(`ANSWER must be one of ${state.choices.join(', ')}.`);
  use();
  const { progress } = state;
  return challengeFirstFactor(attempt, factor, {
    name: user.username,
    user,
    progress,
    parameters,
    clientMetadata,
  });
}

/** The session is good for one password; a wrong one counts towards the lock. */
export async function answerPassword(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { user, state, use } = openAnyAnswer(attempt, answer, 'PASSWORD');
  const { responses: parameters, clientMetadata } = answer;
  requireParameter(parameters, 'PASSWORD');
  const { username, unknownName, progress } = state;
  use();
  const name = unknownName ?? username;
  return provePlainPassword(attempt, { name, user, progress, parameters, clientMetadata });
}

export async function answerPasswordSrp(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { user, state, use } = openAnyAnswer(attempt, answer, 'PASSWORD_SRP');
  const srpA = requireParameter(answer.responses, 'SRP_A');
  use();
  const { username, unknownName, progress } = state;
  return challengePasswordVerifier(attempt, { name: unknownName ?? username, user, srpA, progress });
}

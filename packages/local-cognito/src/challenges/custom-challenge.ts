import { type Attempt, type AuthResponse, requireParameter } from '../flows/attempt.ts';
import { type CustomSignIn, decideCustomAuth } from '../flows/custom-auth.ts';
import { createAuthChallenge } from '../triggers/create-auth-challenge.ts';
import { verifyAuthChallengeResponse } from '../triggers/verify-auth-challenge-response.ts';
import { type Answer, openAnyAnswer } from './answer.ts';
import { createSession } from './session.ts';

/** Asks what CreateAuthChallenge wants to be asked. */
export async function challengeCustom(
  attempt: Attempt,
  { name, user, progress, clientMetadata }: CustomSignIn,
): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  const created = await createAuthChallenge(cognito.triggers, {
    pool,
    client,
    username: name,
    user,
    clientMetadata,
    session: progress.custom ?? [],
  });
  const { challengeMetadata } = created;
  return {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: createSession(attempt, {
      challenge: 'CUSTOM_CHALLENGE',
      username: name,
      progress,
      privateChallengeParameters: created.privateChallengeParameters ?? {},
      ...(typeof challengeMetadata === 'string' && { challengeMetadata }),
      ...(user ? {} : { unknownName: name }),
    }),
    ChallengeParameters: { ...created.publicChallengeParameters, USERNAME: name },
  };
}

/** A wrong answer is DefineAuthChallenge's to judge. */
export async function answerCustomChallenge(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  const { user, state, use } = openAnyAnswer(attempt, answer, 'CUSTOM_CHALLENGE');
  const challengeAnswer = requireParameter(answer.responses, 'ANSWER');
  use();
  const name = user?.username ?? state.username;
  const { clientMetadata } = answer;
  const challengeResult = await verifyAuthChallengeResponse(cognito.triggers, {
    pool,
    client,
    username: name,
    user,
    clientMetadata,
    privateChallengeParameters: state.privateChallengeParameters,
    challengeAnswer,
  });
  const { challengeMetadata } = state;
  const result = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult,
    ...(challengeMetadata !== undefined && { challengeMetadata }),
  };
  const progress = { ...state.progress, custom: [...(state.progress.custom ?? []), result] };
  return decideCustomAuth(attempt, { name, user, progress, clientMetadata });
}

import type { Answer } from '../../answer.ts';
import { respondToChallenge } from '../../challenges/respond.ts';
import { callerOf } from '../caller.ts';
import { namedParameters } from '../client-proof.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import { loginPage } from '../sign-in/login-page.ts';
import { startAgainPage } from '../start-again-page.ts';
import type { Visit } from '../visit.ts';
import { type AtStep, findStep } from './open-step.ts';
import { proceed } from './proceed.ts';
import { stepPage } from './step-page.ts';

/**
 * Works on the answer to a step. A refusal leaves the page as it is while its session is open, or as `again` shows it;
 * after that the sign-in begins anew.
 */
export async function answeringStep(
  visit: Visit,
  at: AtStep,
  work: () => Promise<Answer>,
  again: (refusal: string) => Promise<Answer> = (refusal) => stepPage(visit, at, refusal),
): Promise<Answer> {
  const isOpen = () => findStep(visit, at.session, at.challenge) !== undefined;
  if (!isOpen()) return startAgainPage(visit);
  return orRefusal(work, async (error) => {
    const refusal = refusalText(visit, error);
    return isOpen() ? again(refusal) : loginPage(visit, { name: at.name, refusal });
  });
}

/** Answers the challenge, and shows what follows. */
export async function answerStep(
  visit: Visit,
  { challenge, session, name }: AtStep,
  responses: Record<string, string>,
): Promise<Answer> {
  const { attempt } = visit;
  const state = findStep(visit, session, challenge);
  const response = await respondToChallenge(attempt, {
    ...callerOf(visit),
    ChallengeName: challenge,
    Session: session,
    ChallengeResponses: {
      ...namedParameters(attempt.client, state?.unknownName ?? state?.username ?? ''),
      ...responses,
    },
  });
  return proceed(visit, name, response);
}

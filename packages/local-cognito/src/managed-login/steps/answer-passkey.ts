import type { Answer } from '../../answer.ts';
import { respondToChallenge } from '../../challenges/respond.ts';
import { openSession } from '../../challenges/session.ts';
import type { AuthResponse } from '../../flows/attempt.ts';
import { checkNotLocked, recordFailure } from '../../flows/lockout.ts';
import { incorrectPassword } from '../../flows/prove-password.ts';
import { callerOf } from '../caller.ts';
import { namedParameters } from '../client-proof.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import { chooseFactor } from '../sign-in/choose-factor.ts';
import type { Visit } from '../visit.ts';
import { proceed } from './proceed.ts';

/** What the browser answers to the passkey page; one that is no good leads back to the choice of a factor. */
export function answerPasskey(
  visit: Visit,
  { session, name }: { session: string; name: string },
  credential: string,
): Promise<Answer> {
  return orRefusal(
    async () => proceed(visit, name, await respond(visit, session, credential)),
    (error) => {
      const isWrong =
        error.type === 'InvalidParameterException' || error.message === incorrectPassword().message;
      const refusal = isWrong ? visit.look.t('passkeyFailed') : refusalText(visit, error);
      return chooseFactor(visit, name, refusal);
    },
  );
}

async function respond(visit: Visit, session: string, credential: string): Promise<AuthResponse> {
  const { attempt } = visit;
  const { cognito, pool, client } = attempt;
  const { state, use } = openSession(attempt, session, 'WEB_AUTHN');
  const { unknownName, username } = state;
  if (unknownName !== undefined) {
    checkNotLocked(cognito, pool, { unknownName });
    use();
    recordFailure(cognito, pool, { unknownName });
    throw incorrectPassword();
  }
  return respondToChallenge(attempt, {
    ...callerOf(visit),
    ChallengeName: 'WEB_AUTHN',
    Session: session,
    ChallengeResponses: { ...namedParameters(client, username), CREDENTIAL: credential },
  });
}

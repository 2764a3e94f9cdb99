/*
 * USER_AUTH, choice-based sign-in (developer guide, "Choice-based authentication").
 */
import { challengeFirstFactor } from '../challenges/first-factor.ts';
import { challengeSelect } from '../challenges/select-challenge.ts';
import { openSession } from '../challenges/session.ts';
import type { UserRecord } from '../storage/records.ts';
import { notAuthorized } from '../wire/errors.ts';
import { levelOf } from './acr.ts';
import { admitUser } from './admit-user.ts';
import { type Attempt, type AuthResponse, type Parameters, requireParameter } from './attempt.ts';
import { checkSecretHash } from './client-secret.ts';
import { availableFirstFactors, type FirstFactor } from './first-factors.ts';
import { namedDevice } from './named-device.ts';
import { nextStep } from './next-step.ts';
import { newProgress, type Progress } from './progress.ts';
import { incorrectPassword } from './prove-password.ts';
import { readStepUp, stepUpFactors, stepUpFirstFactors } from './step-up.ts';

/** First step; `session` is ConfirmSignUp's, for signing in right after it. */
export async function userAuth(
  attempt: Attempt,
  parameters: Parameters,
  {
    session,
    clientMetadata,
  }: { session: string | undefined; clientMetadata: Record<string, string> | undefined },
): Promise<AuthResponse> {
  const { pool } = attempt;
  const name = requireParameter(parameters, 'USERNAME');
  checkSecretHash(attempt.client, name, parameters.SECRET_HASH);
  const user = await admitUser(attempt, name, clientMetadata);
  if (session !== undefined) return resumeSignUp(attempt, user, session);
  const preferred = parameters.PREFERRED_CHALLENGE;
  if (!user) return pretend(attempt, name, parameters);

  const stepUp = readStepUp(attempt, user, parameters);
  const level = stepUp.targetLevel ?? 0;
  const isPartlyProven = stepUp.methods.length > 0 && stepUpFactors(pool, user, stepUp).length > 0;
  if (level > 0 && (levelOf(stepUp.methods) >= level || isPartlyProven)) {
    return nextStep(attempt, user, stepUp);
  }
  const progress = namedDevice(
    attempt,
    user,
    { ...stepUp, methods: [], isSecondFactorDone: false },
    parameters.DEVICE_KEY,
  );
  const choices = firstFactors(attempt, user, progress);
  const factor = choices.find((choice) => choice === preferred);
  if (factor) {
    return challengeFirstFactor(attempt, factor, {
      name: user.username,
      user,
      progress,
      parameters,
      clientMetadata: undefined,
    });
  }
  if (choices.length === 0) throw incorrectPassword();
  return challengeSelect(attempt, user, progress, choices);
}

function firstFactors(attempt: Attempt, user: UserRecord, progress: Progress): FirstFactor[] {
  return progress.targetLevel === undefined
    ? availableFirstFactors(attempt.cognito, attempt.pool, user)
    : stepUpFirstFactors(attempt, user, progress);
}

/** Nobody has the name and the client must not learn it: a code that never comes, or a password that is wrong. */
function pretend(attempt: Attempt, name: string, parameters: Parameters): Promise<AuthResponse> {
  const preferred = parameters.PREFERRED_CHALLENGE;
  const factor = preferred === 'PASSWORD' || preferred === 'PASSWORD_SRP' ? preferred : 'EMAIL_OTP';
  const progress = newProgress;
  return challengeFirstFactor(attempt, factor, {
    name,
    user: undefined,
    progress,
    parameters,
    clientMetadata: undefined,
  });
}

/** The code that confirmed the sign-up counts as proof, once. */
async function resumeSignUp(
  attempt: Attempt,
  user: UserRecord | undefined,
  session: string,
): Promise<AuthResponse> {
  const { state, use } = openSession(attempt, session, 'CONFIRMED_SIGN_UP');
  if (!user || state.username !== user.username) throw notAuthorized('Invalid session for the user.');
  use();
  return nextStep(attempt, user, { ...state.progress, isSecondFactorDone: true });
}

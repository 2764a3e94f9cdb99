/*
 * Signing in straight after a sign-up: the password was right, and the code that confirms the user counts as the second
 * factor, as with USER_AUTH and the session of ConfirmSignUp.
 */
import { createSession, openSession } from '../../challenges/session.ts';
import { admitUser } from '../../flows/admit-user.ts';
import type { AuthResponse } from '../../flows/attempt.ts';
import { nextStep } from '../../flows/next-step.ts';
import { newProgress, type Progress } from '../../flows/progress.ts';
import type { UserRecord } from '../../storage/records.ts';
import { findStep } from '../steps/open-step.ts';
import type { Visit } from '../visit.ts';

const byPassword: Progress = { ...newProgress, methods: ['pwd'], isSecondFactorDone: true };
const withoutPassword: Progress = { ...newProgress, isSecondFactorDone: true };

/** For somebody who has just shown the password of a user that is not confirmed yet, or has just chosen it. */
export function resumableSession({ attempt }: Visit, name: string): string | undefined {
  const { cognito, pool } = attempt;
  const user = cognito.store.users.find(pool, name);
  if (!user) return undefined;
  const progress = user.password ? byPassword : withoutPassword;
  return createSession(attempt, { challenge: 'SIGN_UP', username: user.username, progress });
}

/** Goes on where {@link resumableSession} was left, once, for this user; `undefined`: they sign in themselves. */
export async function resumeSignIn(
  visit: Visit,
  user: UserRecord,
  session: string,
): Promise<AuthResponse | undefined> {
  const { attempt } = visit;
  const state = findStep(visit, session, 'SIGN_UP');
  if (state?.username !== user.username) return undefined;
  openSession(attempt, session, 'SIGN_UP').use();
  const admitted = await admitUser(attempt, user.username, undefined);
  return admitted && nextStep(attempt, admitted, state.progress);
}

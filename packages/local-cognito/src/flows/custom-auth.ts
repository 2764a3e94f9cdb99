/*
 * CUSTOM_AUTH (developer guide, "Custom authentication challenge Lambda triggers"): three functions of the pool decide
 * which challenges a user gets and whether the answers are right.
 */

import { challengePasswordVerifier } from '../challenges/challenge-password-verifier.ts';
import { challengeCustom } from '../challenges/custom-challenge.ts';
import { challengeDevice } from '../challenges/device-srp-auth.ts';
import { challengeSecondFactor } from '../challenges/second-factor.ts';
import type { UserRecord } from '../storage/records.ts';
import { customAuthNotConfigured, unrecognizableOutput } from '../triggers/custom-challenge-call.ts';
import { defineAuthChallenge } from '../triggers/define-auth-challenge.ts';
import { functionArn } from '../triggers/invoke.ts';
import { userNotFound } from '../wire/errors.ts';
import { hidesUserExistence } from './admit-user.ts';
import { type Attempt, type AuthResponse, type Parameters, requireParameter } from './attempt.ts';
import { checkSecretHash } from './client-secret.ts';
import { namedDevice } from './named-device.ts';
import { nextStep } from './next-step.ts';
import { type ChallengeResult, newProgress, type Progress } from './progress.ts';
import { incorrectPassword } from './prove-password.ts';

/** A sign-in between two decisions. */
export interface CustomSignIn {
  /** The real username, or what was typed when nobody has that name. */
  name: string;
  user: UserRecord | undefined;
  progress: Progress;
  clientMetadata: Record<string, string> | undefined;
  /** `SRP_A` of InitiateAuth, for functions that begin with the password. */
  srpA?: string | undefined;
}

/** First step. Without `CHALLENGE_NAME=SRP_A` the functions see an empty session. */
export async function customAuth(attempt: Attempt, parameters: Parameters): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  const name = requireParameter(parameters, 'USERNAME');
  checkSecretHash(client, name, parameters.SECRET_HASH);
  const isConfigured = (
    ['DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse'] as const
  ).every((trigger) => functionArn(pool, trigger) !== undefined);
  if (!isConfigured) throw customAuthNotConfigured();
  const user = cognito.store.users.find(pool, name);
  if (!user && !hidesUserExistence(attempt)) throw userNotFound();
  const startsWithSrp = parameters.CHALLENGE_NAME === 'SRP_A';
  const srpA = startsWithSrp ? requireParameter(parameters, 'SRP_A') : parameters.SRP_A;
  const custom = startsWithSrp ? [{ challengeName: 'SRP_A', challengeResult: true }] : [];
  const progress = { ...newProgress, custom };
  return decideCustomAuth(attempt, {
    name: user?.username ?? name,
    user,
    progress: user ? namedDevice(attempt, user, progress, parameters.DEVICE_KEY) : progress,
    clientMetadata: undefined,
    srpA,
  });
}

/** Asks DefineAuthChallenge what comes next, and does it. Throws NotAuthorizedException when it fails the sign-in. */
export async function decideCustomAuth(attempt: Attempt, signIn: CustomSignIn): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  const { name, progress, clientMetadata, srpA } = signIn;
  const session = progress.custom ?? [];
  const decision = await defineAuthChallenge(cognito.triggers, {
    pool,
    client,
    username: name,
    user: signIn.user,
    clientMetadata,
    session,
  });
  if (decision.failAuthentication) throw incorrectPassword();
  const user = signIn.user && cognito.store.users.get(pool.id, signIn.user.username);
  if (decision.issueTokens) {
    if (!user) throw incorrectPassword();
    return nextStep(attempt, user, withoutFunctions(progress), clientMetadata);
  }
  switch (decision.challengeName) {
    case 'CUSTOM_CHALLENGE':
      return challengeCustom(attempt, { ...signIn, user });
    case 'SRP_A':
    case 'PASSWORD_VERIFIER':
      if (srpA === undefined) throw unrecognizableOutput();
      return challengePasswordVerifier(attempt, { name, user, srpA, progress: withSrp(progress, session) });
    case 'SMS_MFA':
    case 'EMAIL_OTP':
    case 'SOFTWARE_TOKEN_MFA':
      if (!user) throw incorrectPassword();
      return challengeSecondFactor(attempt, {
        user,
        progress,
        factors: [decision.challengeName],
        clientMetadata,
      });
    case 'DEVICE_SRP_AUTH':
      if (!user || progress.deviceKey === undefined) throw incorrectPassword();
      return challengeDevice(attempt, user, progress);
    default:
      throw unrecognizableOutput();
  }
}

/** The functions are satisfied, and with them every factor. */
function withoutFunctions({ custom: _, ...progress }: Progress): Progress {
  return { ...progress, isSecondFactorDone: true };
}

function withSrp(progress: Progress, session: readonly ChallengeResult[]): Progress {
  if (session.some(({ challengeName }) => challengeName === 'SRP_A')) return progress;
  return { ...progress, custom: [...session, { challengeName: 'SRP_A', challengeResult: true }] };
}

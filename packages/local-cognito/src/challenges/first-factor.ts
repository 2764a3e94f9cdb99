/*
 * USER_AUTH: the first factor that was preferred or chosen, by its own challenge where its proof was not sent along.
 */
import type { Attempt, AuthResponse, Parameters } from '../flows/attempt.ts';
import type { FirstFactor } from '../flows/first-factors.ts';
import { namedDevice } from '../flows/named-device.ts';
import { nextStep } from '../flows/next-step.ts';
import { type Progress, passed } from '../flows/progress.ts';
import { provePassword } from '../flows/prove-password.ts';
import type { UserRecord } from '../storage/records.ts';
import { challengePasswordVerifier } from './challenge-password-verifier.ts';
import { challengeCode } from './code-challenge.ts';
import { createSession } from './session.ts';
import { challengeWebAuthn } from './web-authn.ts';

/** Whose first factor it is; `user` is `undefined` when nobody has the name, which the client must not learn. */
export interface FirstFactorRequest {
  name: string;
  user: UserRecord | undefined;
  progress: Progress;
  /** `AuthParameters` or `ChallengeResponses`, with `PASSWORD` or `SRP_A`. */
  parameters: Parameters;
  clientMetadata: Record<string, string> | undefined;
}

export async function challengeFirstFactor(
  attempt: Attempt,
  factor: FirstFactor,
  request: FirstFactorRequest,
): Promise<AuthResponse> {
  const { name, user, progress, parameters, clientMetadata } = request;
  switch (factor) {
    case 'PASSWORD':
      return parameters.PASSWORD ? provePlainPassword(attempt, request) : ask(attempt, factor, request);
    case 'PASSWORD_SRP':
      return parameters.SRP_A
        ? challengePasswordVerifier(attempt, { name, user, srpA: parameters.SRP_A, progress })
        : ask(attempt, factor, request);
    case 'EMAIL_OTP':
    case 'SMS_OTP': {
      const challenge = user ? factor : 'EMAIL_OTP';
      return challengeCode(attempt, {
        challenge,
        name: user?.username ?? name,
        user,
        progress,
        isSecondFactor: false,
        clientMetadata,
      });
    }
    case 'WEB_AUTHN':
      return challengeWebAuthn(attempt, request);
  }
}

/** For `PASSWORD` sent with the first step, with the choice, or with its own challenge. */
export async function provePlainPassword(
  attempt: Attempt,
  { name, user: candidate, progress, parameters, clientMetadata }: FirstFactorRequest,
): Promise<AuthResponse> {
  const password = parameters.PASSWORD ?? '';
  const user = await provePassword(attempt.cognito, attempt.pool, { name, user: candidate, password });
  const proven = namedDevice(attempt, user, passed(progress, 'PASSWORD', 'pwd'), parameters.DEVICE_KEY);
  return nextStep(attempt, user, proven, clientMetadata);
}

function ask(
  attempt: Attempt,
  challenge: 'PASSWORD' | 'PASSWORD_SRP',
  { name, user, progress }: FirstFactorRequest,
): AuthResponse {
  const username = user?.username ?? name;
  return {
    ChallengeName: challenge,
    Session: createSession(attempt, {
      challenge,
      username,
      progress,
      ...(user ? {} : { unknownName: name }),
    }),
    ChallengeParameters: { USERNAME: username },
  };
}

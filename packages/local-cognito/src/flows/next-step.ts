/*
 * The state machine of a sign-in. Whatever proved a factor, the public or the Admin operation, asks here what comes
 * next: a refusal, a challenge or the tokens.
 */
import { challengeDevice } from '../challenges/device-srp-auth.ts';
import { challengeMfaSetup } from '../challenges/mfa-setup.ts';
import { challengeNewPassword } from '../challenges/new-password-required.ts';
import { challengeSecondFactor } from '../challenges/second-factor.ts';
import { replacesMfa } from '../devices/device.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { CognitoError, notAuthorized } from '../wire/errors.ts';
import { levelOf } from './acr.ts';
import type { Attempt, AuthResponse } from './attempt.ts';
import { completeSignIn } from './complete-sign-in.ts';
import { decideCustomAuth } from './custom-auth.ts';
import type { Progress } from './progress.ts';
import { decideSecondFactor, type SecondFactorStep } from './second-factors.ts';
import { stepUpFactors } from './step-up.ts';

const dayMs = 24 * 60 * 60 * 1000;
const defaultTemporaryPasswordDays = 7;

/**
 * `clientMetadata` is RespondToAuthChallenge's, for the triggers; InitiateAuth's never gets here. Throws for users who
 * may not sign in, and whatever the triggers throw.
 */
export async function nextStep(
  attempt: Attempt,
  user: UserRecord,
  progress: Progress,
  clientMetadata?: Record<string, string>,
): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  checkStatus(attempt, user);
  if (user.status === 'FORCE_CHANGE_PASSWORD') return challengeNewPassword(attempt, user, progress);
  if (progress.custom) {
    return decideCustomAuth(attempt, { name: user.username, user, progress, clientMetadata });
  }
  const mustProveDevice = progress.deviceKey !== undefined && !progress.isDeviceProven;
  if (mustProveDevice && replacesMfa(cognito, pool, user, progress.deviceKey)) {
    return challengeDevice(attempt, user, progress);
  }
  const second = secondFactorStep(pool, user, progress);
  if (second.kind === 'challenge') {
    return challengeSecondFactor(attempt, { user, progress, factors: second.factors, clientMetadata });
  }
  if (second.kind === 'setup') return challengeMfaSetup(attempt, user, progress, second.factors);
  if (mustProveDevice) return challengeDevice(attempt, user, progress);
  return completeSignIn(attempt, user, progress, clientMetadata);
}

function secondFactorStep(pool: PoolRecord, user: UserRecord, progress: Progress): SecondFactorStep {
  if (levelOf(progress.methods) < (progress.targetLevel ?? 0)) {
    return { kind: 'challenge', factors: stepUpFactors(pool, user, progress) };
  }
  return progress.isSecondFactorDone ? { kind: 'none' } : decideSecondFactor(pool, user);
}

function checkStatus({ cognito, pool }: Attempt, user: UserRecord): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  switch (user.status) {
    case 'UNCONFIRMED':
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    case 'RESET_REQUIRED':
      throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
    case 'FORCE_CHANGE_PASSWORD': {
      const days =
        pool.pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? defaultTemporaryPasswordDays;
      if (cognito.clock() >= (user.password?.setAt ?? 0) + days * dayMs) {
        throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
      }
    }
  }
}

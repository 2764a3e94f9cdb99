/*
 * The state machine of a sign-in. Whatever proved a factor, the public or the Admin operation, asks here what comes
 * next: a refusal, a challenge or the tokens.
 */
import { challengeMfaSetup } from '../challenges/mfa-setup.ts';
import { challengeNewPassword } from '../challenges/new-password-required.ts';
import { challengeSoftwareToken } from '../challenges/software-token-mfa.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { CognitoError, notAuthorized } from '../wire/errors.ts';
import { type Attempt, type AuthResponse, notBuilt } from './attempt.ts';
import { clearFailures } from './lockout.ts';

const dayMs = 24 * 60 * 60 * 1000;
const defaultTemporaryPasswordDays = 7;

/** How far the user has come. */
export interface Progress {
  /** `password`: the first factor; `new-password`: and it has just been changed; `mfa`: both factors. */
  proven: 'password' | 'new-password' | 'mfa';
  /** `TokenGeneration_Authentication` unless the sign-in went through a new password. */
  triggerSource?: string | undefined;
  /** Of RespondToAuthChallenge: goes to PreTokenGeneration. InitiateAuth's never does. */
  clientMetadata?: Record<string, string> | undefined;
}

/** Throws for users who may not sign in, and whatever PreTokenGeneration throws. */
export async function nextStep(
  attempt: Attempt,
  user: UserRecord,
  progress: Progress,
): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  checkStatus(attempt, user);
  const triggerSource = progress.triggerSource ?? 'TokenGeneration_Authentication';
  if (user.status === 'FORCE_CHANGE_PASSWORD') return challengeNewPassword(attempt, user);
  if (progress.proven !== 'mfa') {
    const factor = secondFactor(pool, user);
    if (factor === 'software-token') return challengeSoftwareToken(attempt, user, triggerSource);
    if (factor === 'setup') return challengeMfaSetup(attempt, user, triggerSource);
  }
  const AuthenticationResult = await cognito.tokens.issue({
    pool,
    client,
    user,
    triggerSource,
    clientMetadata: progress.clientMetadata,
  });
  clearFailures(cognito, pool, user);
  return { ChallengeParameters: {}, AuthenticationResult };
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

function secondFactor({ mfa }: PoolRecord, user: UserRecord): 'none' | 'software-token' | 'setup' {
  if (mfa.mode === 'OFF') return 'none';
  const hasToken = mfa.softwareToken && user.totp?.verified === true;
  if (mfa.mode === 'OPTIONAL') {
    return hasToken && user.mfa.enabled.includes('SOFTWARE_TOKEN_MFA') ? 'software-token' : 'none';
  }
  if (hasToken) return 'software-token';
  if (!mfa.softwareToken) throw notBuilt('Required MFA without software tokens');
  return 'setup';
}

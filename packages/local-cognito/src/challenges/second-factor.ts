import type { Attempt, AuthResponse } from '../flows/attempt.ts';
import type { Progress } from '../flows/progress.ts';
import type { SecondFactor } from '../flows/second-factors.ts';
import type { UserRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import { challengeCode } from './code-challenge.ts';
import { challengeSelectMfa } from './select-mfa-type.ts';
import { challengeSoftwareToken } from './software-token-mfa.ts';

/** What the user is asked for after the first factor. */
export interface SecondFactorRequest {
  user: UserRecord;
  progress: Progress;
  /** With several, the user chooses. */
  factors: SecondFactor[];
  clientMetadata: Record<string, string> | undefined;
}

/** Asks for the factor, or which one. Throws MFAMethodNotFoundException when there is none. */
export async function challengeSecondFactor(
  attempt: Attempt,
  { user, progress, factors, clientMetadata }: SecondFactorRequest,
): Promise<AuthResponse> {
  const [factor] = factors;
  if (factor === undefined) {
    throw new CognitoError('MFAMethodNotFoundException', 'User has no MFA factor that can be used here.');
  }
  if (factors.length > 1) return challengeSelectMfa(attempt, user, progress, factors);
  if (factor === 'SOFTWARE_TOKEN_MFA') return challengeSoftwareToken(attempt, user, progress);
  return challengeCode(attempt, {
    challenge: factor,
    name: user.username,
    user,
    progress,
    isSecondFactor: true,
    clientMetadata,
  });
}

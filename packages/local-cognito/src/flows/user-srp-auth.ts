import { challengePasswordVerifier, checkSrpA } from '../challenges/challenge-password-verifier.ts';
import { admitUser } from './admit-user.ts';
import { type Attempt, type AuthResponse, type Parameters, requireParameter } from './attempt.ts';
import { checkSecretHash } from './client-secret.ts';
import { newProgress } from './progress.ts';

/** USER_SRP_AUTH, first half: answers PASSWORD_VERIFIER. */
export async function userSrpAuth(
  attempt: Attempt,
  parameters: Parameters,
  clientMetadata: Record<string, string> | undefined,
): Promise<AuthResponse> {
  const name = requireParameter(parameters, 'USERNAME');
  const srpA = requireParameter(parameters, 'SRP_A');
  checkSecretHash(attempt.client, name, parameters.SECRET_HASH);
  checkSrpA(srpA);
  const user = await admitUser(attempt, name, clientMetadata);
  return challengePasswordVerifier(attempt, { name, user, srpA, progress: newProgress });
}

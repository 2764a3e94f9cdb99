import * as z from 'zod';
import { type Attempt, type AuthResponse, notBuilt, type Parameters } from '../flows/attempt.ts';
import { answerMfaSetup } from './mfa-setup.ts';
import { answerNewPassword } from './new-password-required.ts';
import { answerPasswordVerifier } from './password-verifier.ts';
import { answerSoftwareToken } from './software-token-mfa.ts';

export const challengeName = z.enum([
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'PASSWORD_VERIFIER',
  'CUSTOM_CHALLENGE',
  'SELECT_CHALLENGE',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
  'ADMIN_NO_SRP_AUTH',
  'NEW_PASSWORD_REQUIRED',
  'SMS_OTP',
  'PASSWORD',
  'WEB_AUTHN',
  'PASSWORD_SRP',
]);

/** Next step of a sign-in, for RespondToAuthChallenge and AdminRespondToAuthChallenge. */
export async function respondToChallenge(
  attempt: Attempt,
  input: {
    ChallengeName: z.output<typeof challengeName>;
    Session?: string | undefined;
    ChallengeResponses?: Parameters | undefined;
    ClientMetadata?: Record<string, string> | undefined;
  },
): Promise<AuthResponse> {
  const answer = {
    session: input.Session,
    responses: input.ChallengeResponses ?? {},
    clientMetadata: input.ClientMetadata,
  };
  switch (input.ChallengeName) {
    case 'PASSWORD_VERIFIER':
      return answerPasswordVerifier(attempt, answer);
    case 'NEW_PASSWORD_REQUIRED':
      return answerNewPassword(attempt, answer);
    case 'SOFTWARE_TOKEN_MFA':
      return answerSoftwareToken(attempt, answer);
    case 'MFA_SETUP':
      return answerMfaSetup(attempt, answer);
    default:
      throw notBuilt(`The ${input.ChallengeName} challenge`);
  }
}

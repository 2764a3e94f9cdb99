import * as z from 'zod';
import type { Attempt, AuthResponse, Parameters } from '../flows/attempt.ts';
import type { CallContext } from '../threat-protection/context-data.ts';
import { recordAnswer } from '../threat-protection/record-sign-in.ts';
import { invalidParameter } from '../wire/errors.ts';
import { answerCode } from './code-challenge.ts';
import { answerCustomChallenge } from './custom-challenge.ts';
import { answerDeviceSrp, answerDeviceVerifier } from './device-srp-auth.ts';
import { answerMfaSetup } from './mfa-setup.ts';
import { answerNewPassword } from './new-password-required.ts';
import { answerPasswordVerifier } from './password-verifier.ts';
import { answerPassword, answerPasswordSrp, answerSelect } from './select-challenge.ts';
import { answerSelectMfa } from './select-mfa-type.ts';
import { answerSoftwareToken } from './software-token-mfa.ts';
import { answerWebAuthn } from './web-authn.ts';

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

interface RespondInput extends CallContext {
  ChallengeName: z.output<typeof challengeName>;
  Session?: string | undefined;
  ChallengeResponses?: Parameters | undefined;
  ClientMetadata?: Record<string, string> | undefined;
}

/** Next step of a sign-in, for RespondToAuthChallenge and AdminRespondToAuthChallenge. */
export function respondToChallenge(attempt: Attempt, input: RespondInput): Promise<AuthResponse> {
  return recordAnswer(attempt, input, (recorded) => respond(recorded, input));
}

async function respond(caller: Attempt, input: RespondInput): Promise<AuthResponse> {
  const attempt = { ...caller, answered: input.Session };
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
    case 'SMS_MFA':
    case 'SMS_OTP':
    case 'EMAIL_OTP':
      return answerCode(attempt, answer, input.ChallengeName);
    case 'SELECT_MFA_TYPE':
      return answerSelectMfa(attempt, answer);
    case 'MFA_SETUP':
      return answerMfaSetup(attempt, answer);
    case 'CUSTOM_CHALLENGE':
      return answerCustomChallenge(attempt, answer);
    case 'SELECT_CHALLENGE':
      return answerSelect(attempt, answer);
    case 'PASSWORD':
      return answerPassword(attempt, answer);
    case 'PASSWORD_SRP':
      return answerPasswordSrp(attempt, answer);
    case 'WEB_AUTHN':
      return answerWebAuthn(attempt, answer);
    case 'DEVICE_SRP_AUTH':
      return answerDeviceSrp(attempt, answer);
    case 'DEVICE_PASSWORD_VERIFIER':
      return answerDeviceVerifier(attempt, answer);
    case 'ADMIN_NO_SRP_AUTH':
      throw invalidParameter('ADMIN_NO_SRP_AUTH is a flow to begin with: nobody is ever challenged with it.');
  }
}

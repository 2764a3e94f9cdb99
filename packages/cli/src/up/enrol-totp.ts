import {
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PlacementKey } from '@cohabit/core';
import { TOTP } from 'otpauth';

const PERIOD_MS = 30_000;

/**
 * Sets up an authenticator app for a person through the MFA_SETUP challenge, as a browser would. The secret is saved
 * before Cognito learns that it is in use, so that a kill in between loses nothing; somebody who has one already keeps it.
 */
export async function enrolTotp(
  cognito: CognitoIdentityProviderClient,
  { clientId }: PlacementKey,
  person: { email: string; password: string },
  { save }: { save: (secret: string) => void },
): Promise<void> {
  const started = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: person.email, PASSWORD: person.password },
    }),
  );
  if (started.ChallengeName !== 'MFA_SETUP') return;
  const associated = await cognito.send(new AssociateSoftwareTokenCommand({ Session: started.Session }));
  const secret = associated.SecretCode ?? '';
  save(secret);
  // The code of half a minute ago: each code counts once, and the current one is left for the first sign-in.
  const code = new TOTP({ secret }).generate({ timestamp: Date.now() - PERIOD_MS });
  const verified = await cognito.send(
    new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode: code }),
  );
  await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'MFA_SETUP',
      Session: verified.Session,
      ChallengeResponses: { USERNAME: started.ChallengeParameters?.USER_ID_FOR_SRP ?? person.email },
    }),
  );
}

import {
  type AuthenticationResultType,
  type ChallengeNameType,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CommandFailure } from '../output/failure.ts';
import { withProgress } from '../output/progress.ts';
import { readClaims } from './claims.ts';
import type { SignInResource } from './resources.ts';

export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken: string | undefined;
}

/** What a person answers at sign-in; asked for one at a time, and only what Cognito demands. */
export interface Answers {
  username: string;
  password(): Promise<string>;
  totp(): Promise<string>;
  newPassword(): Promise<string>;
}

/**
 * Signs a person in with their password and the challenges that follow: a one-time code, a new password. When the place
 * names a tenant and the token came for another one (a person in several tenants of a shared client), switches with
 * GetTokensFromRefreshToken, the only calls that carry `tenant_id` to token issue (Cognito guide, "Pre token generation").
 */
export async function signIn(place: SignInResource, answers: Answers): Promise<Tokens> {
  const cognito = new CognitoIdentityProviderClient({
    region: place.region,
    ...(place.cognitoEndpoint === undefined ? {} : { endpoint: place.cognitoEndpoint }),
    // These operations are not signed; the client wants credentials all the same.
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const password = await answers.password();
  try {
    const tokens = await withProgress('Signing in', authenticate(cognito, place, { ...answers, password }));
    const { tenant_id } = readClaims(tokens.accessToken);
    if (place.tenantId === undefined || tenant_id === place.tenantId) return tokens;
    return await switchTenant(cognito, place, tokens);
  } catch (error) {
    throw refusal(error, answers.username, place);
  } finally {
    cognito.destroy();
  }
}

async function authenticate(
  cognito: CognitoIdentityProviderClient,
  place: SignInResource,
  answers: Omit<Answers, 'password'> & { password: string },
): Promise<Tokens> {
  let step = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: place.clientId,
      AuthParameters: { USERNAME: answers.username, PASSWORD: answers.password },
    }),
  );
  while (step.ChallengeName !== undefined) {
    step = await cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: place.clientId,
        ChallengeName: step.ChallengeName,
        Session: step.Session,
        ChallengeResponses: {
          USERNAME: step.ChallengeParameters?.USER_ID_FOR_SRP ?? answers.username,
          ...(await challengeAnswer(step.ChallengeName, answers)),
        },
        ...(place.tenantId === undefined ? {} : { ClientMetadata: { tenant_id: place.tenantId } }),
      }),
    );
  }
  return toTokens(step.AuthenticationResult);
}

async function challengeAnswer(
  challenge: ChallengeNameType,
  answers: Pick<Answers, 'totp' | 'newPassword'>,
): Promise<Record<string, string>> {
  if (challenge === 'SOFTWARE_TOKEN_MFA') return { SOFTWARE_TOKEN_MFA_CODE: await answers.totp() };
  if (challenge === 'NEW_PASSWORD_REQUIRED') return { NEW_PASSWORD: await answers.newPassword() };
  const needs =
    challenge === 'MFA_SETUP'
      ? 'Sign in at the product once to set up the authenticator app that the tenant asks for.'
      : 'Sign in at the product instead.';
  throw new CommandFailure(
    {
      code: 'challenge_unsupported',
      title: `Cognito asks for ${challenge}, which this command cannot answer`,
    },
    { hint: needs },
  );
}

async function switchTenant(
  cognito: CognitoIdentityProviderClient,
  place: SignInResource,
  tokens: Tokens,
): Promise<Tokens> {
  const { AuthenticationResult } = await cognito.send(
    new GetTokensFromRefreshTokenCommand({
      ClientId: place.clientId,
      RefreshToken: tokens.refreshToken,
      ClientMetadata: { tenant_id: place.tenantId ?? '' },
    }),
  );
  return toTokens({ RefreshToken: tokens.refreshToken, ...AuthenticationResult });
}

function toTokens(result: AuthenticationResultType | undefined): Tokens {
  if (result?.AccessToken === undefined || result.IdToken === undefined) {
    throw new CommandFailure({ code: 'no_tokens', title: 'Cognito answered the sign-in without tokens' });
  }
  return { accessToken: result.AccessToken, idToken: result.IdToken, refreshToken: result.RefreshToken };
}

function refusal(error: unknown, username: string, place: SignInResource): unknown {
  if (error instanceof CognitoIdentityProviderServiceException) {
    return new CommandFailure(
      { code: 'sign_in_refused', title: `The sign-in of ${username} was refused`, detail: error.message },
      { hint: advice[error.name], cause: error },
    );
  }
  if (error instanceof CommandFailure) return error;
  return new CommandFailure(
    {
      code: 'cognito_unreachable',
      title: `Cognito does not answer at ${place.cognitoEndpoint ?? place.region}`,
      detail: error instanceof Error ? error.message : String(error),
    },
    { cause: error },
  );
}

const advice: Record<string, string> = {
  NotAuthorizedException: 'Check the e-mail, the password and the tenant.',
  CodeMismatchException: 'Check the clock of the device that shows the code, and use the newest code.',
  InvalidPasswordException: 'Choose another new password.',
};

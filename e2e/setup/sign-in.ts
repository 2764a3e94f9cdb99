import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Cohabit } from 'cohabit/up';
import type { Person } from './cohabit.ts';
import { nextCode } from './totp.ts';

export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken: string;
}

/** AWS's own client. Its credentials are those that the README names. */
export function cognitoClient(cohabit: Cohabit): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    endpoint: cohabit.urls.cognito,
    region: cohabit.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

/** Signs in with the password, and the authenticator's code where Cognito asks for it. */
export async function signInWithPassword(
  cognito: CognitoIdentityProviderClient,
  person: Pick<Person, 'clientId' | 'email' | 'password' | 'totpSecret'>,
  tenantId?: string,
): Promise<Tokens> {
  const { clientId: ClientId, email, password, totpSecret } = person;
  const started = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  if (started.ChallengeName !== 'SOFTWARE_TOKEN_MFA') return tokensOf(started.AuthenticationResult);
  const answered = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session: started.Session,
      ChallengeResponses: { USERNAME: email, SOFTWARE_TOKEN_MFA_CODE: await nextCode(totpSecret ?? '') },
      ...(tenantId === undefined ? {} : { ClientMetadata: { tenant_id: tenantId } }),
    }),
  );
  return tokensOf(answered.AuthenticationResult);
}

/** Asks for tokens of another tenant, without a second sign-in. */
export async function switchTenant(
  cognito: CognitoIdentityProviderClient,
  options: { clientId: string; refreshToken: string; tenantId: string },
): Promise<Tokens> {
  const { AuthenticationResult } = await cognito.send(
    new GetTokensFromRefreshTokenCommand({
      ClientId: options.clientId,
      RefreshToken: options.refreshToken,
      ClientMetadata: { tenant_id: options.tenantId },
    }),
  );
  return tokensOf({ RefreshToken: options.refreshToken, ...AuthenticationResult });
}

/** Tokens of a person for the tenant they are listed at, whatever Cognito would choose. */
export async function tokensFor(cognito: CognitoIdentityProviderClient, person: Person): Promise<Tokens> {
  const tokens = await signInWithPassword(cognito, person, person.tenantId);
  if (claimsOf(tokens.accessToken).tenant_id === person.tenantId) return tokens;
  return switchTenant(cognito, { ...person, refreshToken: tokens.refreshToken });
}

/** What a token says, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

function tokensOf(result: AuthenticationResultType | undefined): Tokens {
  const { AccessToken, IdToken, RefreshToken } = result ?? {};
  if (!AccessToken || !IdToken || !RefreshToken)
    throw new Error('Cognito answered without all three tokens.');
  return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken };
}

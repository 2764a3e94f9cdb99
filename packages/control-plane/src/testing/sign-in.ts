import {
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { PASSWORD } from './control-plane.ts';

export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken: string;
}

/** Signs in with {@link PASSWORD} as an ordinary AWS client does. */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  person: { email: string; clientId: string; tenantId?: string; password?: string },
): Promise<Tokens> {
  const { AuthenticationResult: tokens } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: person.clientId,
      AuthParameters: { USERNAME: person.email, PASSWORD: person.password ?? PASSWORD },
      ...(person.tenantId === undefined ? {} : { ClientMetadata: { tenant_id: person.tenantId } }),
    }),
  );
  const {
    AccessToken: accessToken = '',
    IdToken: idToken = '',
    RefreshToken: refreshToken = '',
  } = tokens ?? {};
  return { accessToken, idToken, refreshToken };
}

/** New access and ID token for a refresh token, for the tenant named. */
export async function switchTenant(
  cognito: CognitoIdentityProviderClient,
  session: { refreshToken: string; clientId: string; tenantId?: string },
): Promise<Omit<Tokens, 'refreshToken'>> {
  const { AuthenticationResult: tokens } = await cognito.send(
    new GetTokensFromRefreshTokenCommand({
      RefreshToken: session.refreshToken,
      ClientId: session.clientId,
      ...(session.tenantId === undefined ? {} : { ClientMetadata: { tenant_id: session.tenantId } }),
    }),
  );
  return { accessToken: tokens?.AccessToken ?? '', idToken: tokens?.IdToken ?? '' };
}

/** The claims of a token, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

import {
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
  RevokeTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromCognitoError, SignInError } from './sign-in-error.ts';

/** The app client a person signs in at. */
export interface SignInClient {
  region: string;
  userPoolId: string;
  clientId: string;
  /** Of the user pool. */
  issuer: string;
}

export interface TokenSet {
  accessToken: string;
  idToken: string;
  /** Absent when Cognito keeps the one before. */
  refreshToken?: string;
}

/** What Cognito asks next, with the handle it wants back. */
export type Challenge =
  | { step: 'new-password'; session: string; username: string }
  | { step: 'code'; session: string; username: string }
  | { step: 'authenticator'; session: string; username: string; secret: string };

export type SignInAnswer = { step: 'tokens'; tokens: TokenSet } | Challenge;

/** The tenant wanted, as triggers receive it. Cognito hands it to them from challenge answers and refreshes only. */
type Wanted = string | undefined;

const metadata = (tenantId: Wanted) => (tenantId ? { ClientMetadata: { tenant_id: tenantId } } : {});

/** Cognito sign-in from the server, with the public calls every client may make. All reject with {@link SignInError}. */
export interface CognitoSignIn {
  start(client: SignInClient, email: string, password: string): Promise<SignInAnswer>;
  answerNewPassword(
    client: SignInClient,
    challenge: Challenge,
    password: string,
    tenantId: Wanted,
  ): Promise<SignInAnswer>;
  answerCode(
    client: SignInClient,
    challenge: Challenge,
    code: string,
    tenantId: Wanted,
  ): Promise<SignInAnswer>;
  finishAuthenticator(
    client: SignInClient,
    challenge: Challenge,
    code: string,
    tenantId: Wanted,
  ): Promise<SignInAnswer>;
  /** New tokens, of the tenant asked for: refreshing and switching tenant are one call. */
  refresh(client: SignInClient, refreshToken: string, tenantId: Wanted): Promise<TokenSet>;
  revoke(client: SignInClient, refreshToken: string): Promise<void>;
  /** Ends every sign-in of the token's person at the user pool, on all devices. */
  signOutEverywhere(client: SignInClient, accessToken: string): Promise<void>;
}

export function createCognitoSignIn(options: { cognitoEndpoint?: string | undefined }): CognitoSignIn {
  const clients = new Map<string, CognitoIdentityProviderClient>();
  function at(region: string): CognitoIdentityProviderClient {
    const existing = clients.get(region);
    if (existing) return existing;
    const endpoint = options.cognitoEndpoint ? { endpoint: options.cognitoEndpoint } : {};
    const made = new CognitoIdentityProviderClient({ region, maxAttempts: 2, ...endpoint });
    clients.set(region, made);
    return made;
  }

  async function follow(
    client: SignInClient,
    send: () => Promise<RespondToAuthChallengeCommandOutput>,
    typedUsername: string,
  ): Promise<SignInAnswer> {
    const answer = await send().catch((error: unknown) => {
      throw fromCognitoError(error);
    });
    if (answer.AuthenticationResult) {
      return { step: 'tokens', tokens: readTokens(answer.AuthenticationResult) };
    }
    const session = answer.Session ?? '';
    const username = answer.ChallengeParameters?.USER_ID_FOR_SRP ?? typedUsername;
    if (answer.ChallengeName === 'NEW_PASSWORD_REQUIRED') return { step: 'new-password', session, username };
    if (answer.ChallengeName === 'SOFTWARE_TOKEN_MFA') return { step: 'code', session, username };
    if (answer.ChallengeName === 'MFA_SETUP') return beginAuthenticator(client, session, username);
    throw new SignInError(
      'not_possible',
      'This sign-in needs a step that the taskboard does not offer. Ask your admin.',
    );
  }

  async function beginAuthenticator(
    client: SignInClient,
    session: string,
    username: string,
  ): Promise<Challenge> {
    const associated = await at(client.region)
      .send(new AssociateSoftwareTokenCommand({ Session: session }))
      .catch((error: unknown) => {
        throw fromCognitoError(error);
      });
    return {
      step: 'authenticator',
      session: associated.Session ?? '',
      username,
      secret: associated.SecretCode ?? '',
    };
  }

  function respond(
    client: SignInClient,
    name: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
    challenge: Challenge,
    responses: Record<string, string>,
    tenantId: Wanted,
  ): Promise<SignInAnswer> {
    const command = new RespondToAuthChallengeCommand({
      ClientId: client.clientId,
      ChallengeName: name,
      Session: challenge.session,
      ChallengeResponses: { USERNAME: challenge.username, ...responses },
      ...metadata(tenantId),
    });
    return follow(client, () => at(client.region).send(command), challenge.username);
  }

  return {
    start(client, email, password) {
      const command = new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: client.clientId,
        AuthParameters: { USERNAME: email, PASSWORD: password },
      });
      return follow(client, () => at(client.region).send(command), email);
    },
    answerNewPassword: (client, challenge, password, tenantId) =>
      respond(client, 'NEW_PASSWORD_REQUIRED', challenge, { NEW_PASSWORD: password }, tenantId),
    answerCode: (client, challenge, code, tenantId) =>
      respond(client, 'SOFTWARE_TOKEN_MFA', challenge, { SOFTWARE_TOKEN_MFA_CODE: code }, tenantId),
    async finishAuthenticator(client, challenge, code, tenantId) {
      const verified = await at(client.region)
        .send(new VerifySoftwareTokenCommand({ Session: challenge.session, UserCode: code }))
        .catch((error: unknown) => {
          throw fromCognitoError(error);
        });
      const session = verified.Session ?? challenge.session;
      return respond(client, 'MFA_SETUP', { ...challenge, session }, {}, tenantId);
    },
    async refresh(client, refreshToken, tenantId) {
      const answer = await at(client.region)
        .send(
          new GetTokensFromRefreshTokenCommand({
            RefreshToken: refreshToken,
            ClientId: client.clientId,
            ...metadata(tenantId),
          }),
        )
        .catch((error: unknown) => {
          throw fromCognitoError(error);
        });
      return readTokens(answer.AuthenticationResult ?? {});
    },
    async revoke(client, refreshToken) {
      await at(client.region)
        .send(new RevokeTokenCommand({ Token: refreshToken, ClientId: client.clientId }))
        .catch((error: unknown) => {
          throw fromCognitoError(error);
        });
    },
    async signOutEverywhere(client, accessToken) {
      await at(client.region)
        .send(new GlobalSignOutCommand({ AccessToken: accessToken }))
        .catch((error: unknown) => {
          throw fromCognitoError(error);
        });
    },
  };
}

function readTokens(result: AuthenticationResultType): TokenSet {
  const { AccessToken, IdToken, RefreshToken } = result;
  if (!AccessToken || !IdToken) {
    throw new SignInError(
      'cognito_unavailable',
      'The sign-in service sent no tokens. Try again in a moment.',
    );
  }
  return {
    accessToken: AccessToken,
    idToken: IdToken,
    ...(RefreshToken ? { refreshToken: RefreshToken } : {}),
  };
}

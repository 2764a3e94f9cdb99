import type { ClientRecord, PoolRecord, RefreshTokenRecord, UserRecord } from '../storage/records.ts';

/** `AuthenticationResult` on the wire. */
export interface AuthenticationResult {
  AccessToken: string;
  IdToken: string;
  /** Not on a refresh without rotation. */
  RefreshToken?: string;
  ExpiresIn: number;
  TokenType: 'Bearer';
}

export interface SignIn {
  pool: PoolRecord;
  client: ClientRecord;
  user: UserRecord;
  /** `TokenGeneration_Authentication`, `TokenGeneration_RefreshTokens`, … */
  triggerSource: string;
  clientMetadata?: Record<string, string> | undefined;
  /** Present on a refresh: keeps origin_jti, event_id, auth_time and scope. */
  refreshOf?: RefreshTokenRecord;
}

/** What stands in a verified access token of ours. */
export interface AccessToken {
  pool: PoolRecord;
  user: UserRecord;
  clientId: string;
  originJti: string;
  scope: string[];
}

export interface TokenIssuer {
  /** Runs PreTokenGeneration, signs both tokens (RS256, off the main thread) and stores the refresh token. */
  issue(signIn: SignIn): Promise<AuthenticationResult>;
  /**
   * Signature, expiry, scope `aws.cognito.signin.user.admin`, revocation, user exists and is enabled.
   * Throws Cognito's NotAuthorizedException texts.
   */
  verifyAccessToken(token: string): AccessToken;
  /** The two public keys of a pool, as its JWKS shows them. */
  jwks(poolId: string): { keys: Record<string, string>[] };
}

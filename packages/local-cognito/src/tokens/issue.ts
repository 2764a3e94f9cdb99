import type {
  ClientRecord,
  PoolRecord,
  RefreshTokenRecord,
  SignInDetails,
  UserRecord,
} from '../storage/records.ts';
import type { ClientAuthenticationResult, ClientGrant } from './client-token.ts';
import type { Decision } from './decision.ts';

/** `AuthenticationResult` on the wire. */
export interface AuthenticationResult {
  AccessToken: string;
  /** Absent when an app asked at an OAuth endpoint without the scope `openid`. */
  IdToken?: string;
  /** Not on a refresh without rotation. */
  RefreshToken?: string;
  ExpiresIn: number;
  TokenType: 'Bearer';
  /** For ConfirmDevice, in a pool that tracks devices. */
  NewDeviceMetadata?: { DeviceKey: string; DeviceGroupKey: string };
}

export interface SignIn {
  pool: PoolRecord;
  client: ClientRecord;
  user: UserRecord;
  /** `TokenGeneration_Authentication`, `TokenGeneration_RefreshTokens`, … */
  triggerSource: string;
  clientMetadata?: Record<string, string> | undefined;
  /** Of a sign-in that is recorded as an event; random where it is not. */
  eventId?: string | undefined;
  /** Of a new sign-in; a refresh has those of its token. */
  details?: SignInDetails;
  /** At an OAuth endpoint: what the app asked for and the user's sign-in granted. */
  grant?: {
    scopes: readonly string[];
    nonce: string | undefined;
    resource: string | undefined;
    /** Epoch seconds of the sign-in, which may lie before this grant. */
    authTime: number;
  };
  /** Present on a refresh: keeps origin_jti, event_id, auth_time, scope and details. */
  refreshOf?: RefreshTokenRecord;
  /** With `refreshOf`: answers a new refresh token for the rest of the first one's life. */
  rotate?: boolean;
}

/** A sign-in of which it was decided what its tokens say. */
export interface DecidedSignIn {
  pool: PoolRecord;
  client: ClientRecord;
  decision: Decision;
  refreshOf?: RefreshTokenRecord | undefined;
  refreshToken: 'new' | 'none';
}

/** What stands in a verified access token of ours. */
export interface AccessToken {
  pool: PoolRecord;
  user: UserRecord;
  client: ClientRecord;
  /** Absent when the client does not revoke tokens. */
  originJti: string | undefined;
  scope: string[];
  /** The same for all tokens of a sign-in. */
  eventId: string;
  /** Epoch seconds of the sign-in. */
  authTime: number;
  /** Of a remembered or new device. */
  deviceKey: string | undefined;
  /** How the user proved who they are; known as long as the sign-in's refresh token is. */
  amr: readonly string[];
}

export interface TokenIssuer {
  /** Runs PreTokenGeneration, signs both tokens (RS256, off the main thread) and stores the refresh token. */
  issue(signIn: SignIn): Promise<AuthenticationResult>;
  /** The first half of `issue`: runs PreTokenGeneration, signs nothing. */
  decide(signIn: SignIn): Promise<Decision>;
  /** The second half. Throws when the user was disabled, deleted or signed out since. */
  issueDecided(signIn: DecidedSignIn): Promise<AuthenticationResult>;
  /** Runs PreTokenGeneration (V3_0 only) and signs an access token for a machine. */
  issueToClient(grant: ClientGrant): Promise<ClientAuthenticationResult>;
  /**
   * Signature, expiry, revocation, user exists and is enabled; and the scope `aws.cognito.signin.user.admin`, unless any
   * will do. Throws Cognito's NotAuthorizedException texts.
   */
  verifyAccessToken(token: string, scopes?: 'user APIs' | 'any'): AccessToken;
  /** For an access token that names no user: signature and expiry. Throws NotAuthorizedException. */
  verifyClientToken(token: string): Pick<AccessToken, 'pool' | 'client' | 'scope'>;
  /** The two public keys of a pool, as its JWKS shows them. */
  jwks(poolId: string): Promise<{ keys: Record<string, string>[] }>;
  /** Starts making a new pool's keys (50-300 ms of another thread), so that its first sign-in need not wait. */
  prepareKeys(poolId: string): void;
  /** 32 bytes that only this server knows and that stay the same for a pool and a purpose. */
  secretOf(poolId: string, purpose: string): Promise<Buffer>;
}

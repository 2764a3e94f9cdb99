import type {
  EmailMfaConfigType,
  SchemaAttributeType,
  UserPoolClientType,
  UserPoolMfaType,
  UserPoolType,
  UserStatusType,
  WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';

/** The SDK's shape as it goes over the wire: times are epoch seconds. */
type Wire<T> = T extends Date ? number : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;

/** A pool as `DescribeUserPool` shows it, plus what other operations show of it. */
export interface PoolRecord {
  id: string;
  /** Members of `UserPoolType`, defaults filled in. */
  pool: Wire<UserPoolType> & {
    Id: string;
    Name: string;
    Arn: string;
    SchemaAttributes: Wire<SchemaAttributeType>[];
  };
  mfa: {
    mode: UserPoolMfaType;
    softwareToken: boolean;
    /** E-mail MFA is on; texts where the pool has its own. */
    email?: EmailMfaConfigType;
    webAuthn?: WebAuthnConfigurationType;
  };
}

export interface ClientRecord {
  id: string;
  poolId: string;
  /** Members of `UserPoolClientType`, defaults filled in; `ClientSecret` is the oldest of `secrets`. */
  client: Wire<UserPoolClientType> & { ClientId: string; UserPoolId: string };
  /** Oldest first. Absent until a second one is added: then the only one is `client.ClientSecret`. */
  secrets?: readonly ClientSecretRecord[];
}

/** One of a client's two secrets. */
export interface ClientSecretRecord {
  /** `<clientId>--<epoch seconds>`. */
  id: string;
  value: string;
  /** Epoch seconds. */
  createdAt: number;
}

export interface PasswordRecord {
  /** Hex, 16 random bytes. */
  salt: string;
  /** SRP verifier g^x mod N, hex; kept encrypted in the file. */
  verifier: string;
  /** Epoch ms. */
  setAt: number;
}

export interface UserRecord {
  poolId: string;
  /** The real username: the `sub` in pools whose users sign in with e-mail or phone. */
  username: string;
  sub: string;
  attributes: Record<string, string>;
  status: UserStatusType;
  enabled: boolean;
  /** Absent: the user has no password. */
  password?: PasswordRecord;
  /** Earlier passwords, newest first; only as many as the pool's `PasswordHistorySize`. */
  passwordHistory?: PasswordRecord[];
  totp?: { secret: string; verified: boolean; friendlyName?: string; lastUsedStep?: number };
  /** Base32 secret of an enrolment that has not been verified yet; the verified one stays valid meanwhile. */
  pendingTotpSecret?: string;
  mfa: {
    enabled: ('SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'EMAIL_OTP')[];
    preferred?: string;
    /** Whether the user wants passkeys to count as MFA (`WebAuthnMfaSettings`); absent: as the pool has it. */
    webAuthn?: boolean;
  };
  failedSignIns: { count: number; lastAt: number };
  /** Epoch ms. Tokens of this user issued before are revoked (GlobalSignOut). */
  signedOutAt?: number;
  /** Epoch ms. */
  createdAt: number;
  updatedAt: number;
}

/** What of a user is readable only with the key: passwords' verifiers and TOTP secrets. */
export type UserSecrets = Pick<UserRecord, 'password' | 'passwordHistory' | 'totp' | 'pendingTotpSecret'>;

/** A user as lists show it. */
export type ListedUser = Omit<UserRecord, keyof UserSecrets>;

/** A refresh token that was issued; the token itself is kept only as SHA-256. */
export interface RefreshTokenRecord {
  hash: string;
  poolId: string;
  clientId: string;
  username: string;
  originJti: string;
  eventId: string;
  /** Epoch seconds of the sign-in. */
  authTime: number;
  scope: string;
  /** Epoch ms. */
  expiresAt: number;
  revoked: boolean;
  /** Epoch ms of its rotation: it stays valid for the client's grace period. */
  replacedAt?: number;
  details?: SignInDetails;
}

/** What a sign-in leaves for its later tokens; members are absent where the feature is off. */
export interface SignInDetails {
  /** The remembered or new device the user signed in with. */
  deviceKey?: string;
  /** How the user proved who they are, and how strong that is, in a pool with step-up authentication. */
  acr?: string;
  amr?: string[];
  /** The app asked at an OAuth endpoint; `resource` is the audience of its access tokens (RFC 8707). */
  oauth?: { resource?: string };
  /** Where the pool tracks sessions. Times in epoch ms; `sso` is the browser's session that the sign-in came through. */
  session?: { id: string; createdAt: number; lastActiveAt: number; sso?: string };
}

/** The state behind a `Session` string between two steps of a sign-in. Single use. */
export interface AuthSessionRecord {
  id: string;
  poolId: string;
  clientId: string;
  /** Epoch ms. */
  expiresAt: number;
  used: boolean;
  /** Which challenge is expected and what it needs. */
  state: { challenge: string } & Record<string, unknown>;
}

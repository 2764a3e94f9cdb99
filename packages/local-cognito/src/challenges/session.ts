import { createHash, randomBytes } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { ServerEphemeral } from '../crypto/srp.ts';
import { type Attempt, publicAttempt } from '../flows/attempt.ts';
import type { FirstFactor } from '../flows/first-factors.ts';
import type { Progress } from '../flows/progress.ts';
import type { SecondFactor } from '../flows/second-factors.ts';
import { notAuthorized } from '../wire/errors.ts';

/** Of every step: whose sign-in it is and how far it has come. */
interface Step {
  username: string;
  progress: Progress;
  /** The name that was typed and that nobody has: no answer is right. */
  unknownName?: string;
}

interface SentCode {
  code: string;
  /** Where the code went; with the right code it becomes that of a user who has none. */
  address: string;
  isSecondFactor: boolean;
}

/** What else a sign-in remembers between two steps, by the challenge that is expected next. */
interface Steps {
  PASSWORD_VERIFIER: {
    /** `SRP_A` as sent. */
    clientPublicKey: string;
    server: ServerEphemeral;
    salt: string;
  };
  NEW_PASSWORD_REQUIRED: object;
  SOFTWARE_TOKEN_MFA: object;
  SMS_MFA: SentCode;
  SMS_OTP: SentCode;
  EMAIL_OTP: SentCode;
  SELECT_MFA_TYPE: { choices: SecondFactor[] };
  MFA_SETUP: {
    choices: SecondFactor[];
    /** Base32, after AssociateSoftwareToken. */
    secret?: string;
    /** After VerifySoftwareToken. */
    isVerified?: boolean;
  };
  SELECT_CHALLENGE: { choices: FirstFactor[] };
  PASSWORD: object;
  PASSWORD_SRP: object;
  WEB_AUTHN: { expectedChallenge: string };
  CUSTOM_CHALLENGE: { privateChallengeParameters: Record<string, string>; challengeMetadata?: string };
  DEVICE_SRP_AUTH: object;
  DEVICE_PASSWORD_VERIFIER: { clientPublicKey: string; server: ServerEphemeral };
  /** A sign-up; ConfirmSignUp takes it. */
  SIGN_UP: object;
  /** A confirmed sign-up; USER_AUTH takes it. */
  CONFIRMED_SIGN_UP: object;
}

/** The state behind the session of one challenge. */
export type StateOf<Challenge extends keyof Steps> = Step & Steps[Challenge] & { challenge: Challenge };

export type SessionState = { [Challenge in keyof Steps]: StateOf<Challenge> }[keyof Steps];

/** A session that was found and is still good; `use` must be called, and can only once, when its step is done. */
export interface OpenSession<State> {
  state: State;
  use(): void;
}

const defaultMinutes = 3;
/** How long a page of managed login may be filled in. */
const managedLoginMinutes = 5;
const tokenBytes = 96;

/**
 * An opaque `Session` for the next step; it lives for the client's `AuthSessionValidity`, at managed login for five
 * minutes. With the token of a session that was used, that one goes on instead.
 */
export function createSession(
  { cognito, pool, client, via, eventId }: Attempt,
  state: SessionState,
  token = randomBytes(tokenBytes).toString('base64url'),
): string {
  const ownMinutes = client.client.AuthSessionValidity ?? defaultMinutes;
  const minutes = via === 'managed-login' ? managedLoginMinutes : ownMinutes;
  cognito.store.sessions.insert({
    id: idOf(token),
    poolId: pool.id,
    clientId: client.id,
    expiresAt: cognito.clock() + minutes * 60_000,
    used: false,
    state: { ...state, ...(eventId !== undefined && { eventId }) },
  });
  return token;
}

/**
 * Finds a session made for this client, pool and challenge. Throws NotAuthorizedException when there is none, when it
 * was used or when it has expired.
 */
export function openSession<Challenge extends SessionState['challenge']>(
  { cognito, pool, client }: Pick<Attempt, 'cognito' | 'pool' | 'client'>,
  token: string,
  challenge: Challenge,
): OpenSession<StateOf<Challenge>> {
  const { sessions } = cognito.store;
  const id = idOf(token);
  const record = sessions.get(id);
  if (record?.clientId !== client.id || record.poolId !== pool.id || record.state.challenge !== challenge) {
    throw invalidSession();
  }
  if (record.used) throw usedSession();
  if (cognito.clock() >= record.expiresAt)
    throw notAuthorized('Invalid session for the user, session is expired.');
  return {
    state: record.state as unknown as StateOf<Challenge>,
    use() {
      if (!sessions.markUsed(id)) throw usedSession();
    },
  };
}

/** What a session that is still open says of its sign-in, without using it. */
export function peekSession(
  { cognito, pool, client }: Attempt,
  token: string,
): { username: string; eventId?: string; isSecondFactor?: boolean } | undefined {
  const record = cognito.store.sessions.get(idOf(token));
  const isOpen = record?.clientId === client.id && record.poolId === pool.id && !record.used;
  return isOpen ? (record.state as unknown as Step & { eventId?: string }) : undefined;
}

/** The sign-in that a session belongs to, for operations that name no client. Throws NotAuthorizedException. */
export function attemptOfSession(cognito: Cognito, token: string): Attempt {
  const record = cognito.store.sessions.get(idOf(token));
  if (!record) throw invalidSession();
  return publicAttempt(cognito, record.clientId);
}

/** `SECRET_BLOCK` of a session: clients need not send the session besides. */
export function toSecretBlock(session: string): string {
  return Buffer.from(session, 'base64url').toString('base64');
}

/** The session that a `PASSWORD_CLAIM_SECRET_BLOCK` stands for. */
export function fromSecretBlock(secretBlock: string): string {
  return Buffer.from(secretBlock, 'base64').toString('base64url');
}

export const invalidSession = () => notAuthorized('Invalid session for the user.');

const usedSession = () => notAuthorized('Invalid session for the user, session can only be used once.');

const idOf = (token: string) => createHash('sha256').update(token).digest('hex');

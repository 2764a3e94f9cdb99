import { createHash, randomBytes } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { ServerEphemeral } from '../crypto/srp.ts';
import { type Attempt, publicAttempt } from '../flows/attempt.ts';
import { notAuthorized } from '../wire/errors.ts';

/** What a sign-in remembers between two steps, by the challenge that is expected next. */
export type SessionState =
  | {
      challenge: 'PASSWORD_VERIFIER';
      username: string;
      /** `SRP_A` as sent. */
      clientPublicKey: string;
      server: ServerEphemeral;
      salt: string;
      /** The name that nobody has: no proof is right. */
      unknownName?: string;
    }
  | { challenge: 'NEW_PASSWORD_REQUIRED'; username: string }
  | { challenge: 'SOFTWARE_TOKEN_MFA'; username: string; triggerSource: string }
  | {
      challenge: 'MFA_SETUP';
      username: string;
      triggerSource: string;
      /** Base32, after AssociateSoftwareToken. */
      secret?: string;
      /** After VerifySoftwareToken. */
      isVerified?: boolean;
    };

type StateOf<Challenge> = Extract<SessionState, { challenge: Challenge }>;

/** A session that was found and is still good; `use` must be called, and can only once, when its step is done. */
export interface OpenSession<State> {
  state: State;
  use(): void;
}

const defaultMinutes = 3;
const tokenBytes = 96;

/** An opaque `Session` for the next step; it lives for the client's `AuthSessionValidity`. */
export function createSession({ cognito, pool, client }: Attempt, state: SessionState): string {
  const token = randomBytes(tokenBytes).toString('base64url');
  cognito.store.sessions.insert({
    id: idOf(token),
    poolId: pool.id,
    clientId: client.id,
    expiresAt: cognito.clock() + (client.client.AuthSessionValidity ?? defaultMinutes) * 60_000,
    used: false,
    state,
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
    state: record.state as StateOf<Challenge>,
    use() {
      if (!sessions.markUsed(id)) throw usedSession();
    },
  };
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

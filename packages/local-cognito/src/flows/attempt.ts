import { findClient } from '../clients/find-client.ts';
import type { Cognito } from '../cognito.ts';
import type { ClientRecord, PoolRecord, SignInDetails, UserRecord } from '../storage/records.ts';
import type { AuthenticationResult } from '../tokens/issue.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';

/** A sign-in on its way: the same for public and Admin operations, which differ only in what they may do. */
export interface Attempt {
  cognito: Cognito;
  pool: PoolRecord;
  client: ClientRecord;
  /** At managed login the server itself signs the user in for an app: it gets no tokens here. */
  via: 'public' | 'admin' | 'managed-login';
  /** The `Session` that came with the answer to a challenge. */
  answered?: string | undefined;
  /** In a pool with threat protection: of the event that this sign-in is. */
  eventId?: string;
}

/** What InitiateAuth, RespondToAuthChallenge and their Admin twins answer. */
export interface AuthResponse {
  ChallengeName?: string;
  Session?: string;
  ChallengeParameters: Record<string, string>;
  /** Of SELECT_CHALLENGE. */
  AvailableChallenges?: string[];
  AuthenticationResult?: AuthenticationResult;
  /** The end of a sign-in at managed login; never on the wire. */
  signedIn?: { user: UserRecord; details: SignInDetails };
}

/** `AuthParameters` or `ChallengeResponses`. */
export type Parameters = Record<string, string>;

/** For a public operation, which names only the client. Throws ResourceNotFoundException. */
export function publicAttempt(cognito: Cognito, clientId: string): Attempt {
  const client = cognito.store.clients.get(clientId);
  const pool = client && cognito.store.pools.get(client.poolId);
  if (!pool) throw resourceNotFound(`User pool client ${clientId} does not exist.`);
  return { cognito, pool, client, via: 'public' };
}

/** For an Admin operation. Throws ResourceNotFoundException, also for a client of another pool. */
export function adminAttempt(cognito: Cognito, poolId: string, clientId: string): Attempt {
  return { cognito, ...findClient(cognito, poolId, clientId), via: 'admin' };
}

/** The parameter's value. Throws InvalidParameterException when it is missing or empty. */
export function requireParameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === '' && name === 'USERNAME') throw invalidParameter('Username cannot be empty');
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { hidesUserExistence } from '../flows/admit-user.ts';
import { type Attempt, publicAttempt } from '../flows/attempt.ts';
import { checkSecretHash } from '../flows/client-secret.ts';
import type { UserRecord } from '../storage/records.ts';
import { userContextData } from '../threat-protection/context-data.ts';
import { userNotFound } from '../wire/errors.ts';
import { clientId, clientMetadata, secretHash, username } from '../wire/fields.ts';

/** The members that all operations on a user who is not signed in have in common. */
export const publicUserMembers = {
  ClientId: clientId,
  Username: username,
  SecretHash: secretHash.optional(),
  AnalyticsMetadata: z.object({ AnalyticsEndpointId: z.string().optional() }).optional(),
  UserContextData: userContextData.optional(),
  ClientMetadata: clientMetadata.optional(),
};

/** Who calls a public operation, and about whom. */
export interface PublicCall extends Attempt {
  user: UserRecord | undefined;
  /** The username, or what was typed where nobody has that name: for limits, which count both alike. */
  name: string;
  /** The caller must not learn whether the user exists, nor in which state. */
  hides: boolean;
}

/** Throws ResourceNotFoundException for an unknown client and NotAuthorizedException for a wrong SECRET_HASH. */
export function openPublicCall(
  cognito: Cognito,
  input: { ClientId: string; Username: string; SecretHash?: string | undefined },
): PublicCall {
  const attempt = publicAttempt(cognito, input.ClientId);
  checkSecretHash(attempt.client, input.Username, input.SecretHash);
  const user = cognito.store.users.find(attempt.pool, input.Username);
  return { ...attempt, user, name: user?.username ?? input.Username, hides: hidesUserExistence(attempt) };
}

/** As these operations say it; sign-ins say it otherwise. */
export const unknownPublicUser = () => userNotFound('Username/client id combination not found.');

import type { ClientRecord, RefreshTokenRecord, UserRecord } from '../storage/records.ts';
import type { AuthenticationResult } from '../tokens/issue.ts';
import { hashRefreshToken } from '../tokens/refresh-token.ts';
import { CognitoError, invalidParameter, notAuthorized, userNotFound } from '../wire/errors.ts';
import { type Attempt, type AuthResponse, type Parameters, requireParameter } from './attempt.ts';
import { checkSecretHash } from './client-secret.ts';

/** REFRESH_TOKEN_AUTH: new ID and access token, no refresh token; `ClientMetadata` goes nowhere. */
export async function refreshTokenAuth(attempt: Attempt, parameters: Parameters): Promise<AuthResponse> {
  if (rotation(attempt.client)) {
    throw invalidParameter('Refresh token rotation is enabled: use GetTokensFromRefreshToken.');
  }
  const record = findRefreshToken(attempt, requireParameter(parameters, 'REFRESH_TOKEN'));
  checkSecretHash(attempt.client, record.username, parameters.SECRET_HASH);
  checkDevice(record, parameters.DEVICE_KEY);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await redeem(attempt, record, { clientMetadata: undefined }),
  };
}

/** The record of a token of this client. Throws NotAuthorizedException. */
export function findRefreshToken({ cognito, client }: Attempt, token: string): RefreshTokenRecord {
  const record = cognito.store.refreshTokens.get(hashRefreshToken(token));
  if (!record || record.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  return record;
}

/** A token of a sign-in with a device, also a new one, is good on that device only. Throws NotAuthorizedException. */
export function checkDevice({ details }: RefreshTokenRecord, deviceKey: string | undefined): void {
  if (details?.deviceKey !== undefined && details.deviceKey !== deviceKey) {
    throw notAuthorized('Invalid Refresh Token');
  }
}

/**
 * Tokens for a refresh token: the user is read again and PreTokenGeneration runs again. With rotation on, the token is
 * replaced and stays valid for the client's grace period. Throws NotAuthorizedException, RefreshTokenReuseException,
 * UserNotFoundException.
 */
export async function redeem(
  attempt: Attempt,
  record: RefreshTokenRecord,
  { clientMetadata }: { clientMetadata: Record<string, string> | undefined },
): Promise<AuthenticationResult> {
  const { cognito, pool, client } = attempt;
  const { refreshTokens } = cognito.store;
  const now = cognito.clock();
  if (record.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (now >= record.expiresAt) throw notAuthorized('Refresh Token has expired');
  checkNotReplaced(client, record, now);
  const user = findOwner(attempt, record);
  const rotate = rotation(client) !== undefined;
  const isFirstUse = rotate && record.replacedAt === undefined;
  if (isFirstUse) refreshTokens.update({ ...record, replacedAt: now });
  try {
    return await cognito.tokens.issue({
      pool,
      client,
      user,
      triggerSource: 'TokenGeneration_RefreshTokens',
      clientMetadata,
      refreshOf: record,
      rotate,
    });
  } catch (error) {
    const current = isFirstUse && refreshTokens.get(record.hash);
    if (current) refreshTokens.update({ ...record, revoked: current.revoked });
    throw error;
  }
}

function rotation({ client }: ClientRecord): { graceMs: number } | undefined {
  if (client.RefreshTokenRotation?.Feature !== 'ENABLED') return undefined;
  return { graceMs: (client.RefreshTokenRotation.RetryGracePeriodSeconds ?? 0) * 1000 };
}

function checkNotReplaced(client: ClientRecord, record: RefreshTokenRecord, now: number): void {
  if (record.replacedAt === undefined || now < record.replacedAt + (rotation(client)?.graceMs ?? 0)) return;
  throw new CognitoError(
    'RefreshTokenReuseException',
    'Refresh Token has been rotated and cannot be used again',
  );
}

function findOwner({ cognito, pool }: Attempt, record: RefreshTokenRecord): UserRecord {
  const user = cognito.store.users.get(pool.id, record.username);
  if (!user) throw userNotFound();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return user;
}

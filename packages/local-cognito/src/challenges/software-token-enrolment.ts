/*
 * AssociateSoftwareToken and VerifySoftwareToken: for a signed-in user (access token), or in the middle of a sign-in
 * that requires MFA (session of MFA_SETUP).
 */
import type { Cognito } from '../cognito.ts';
import type { Attempt } from '../flows/attempt.ts';
import { changeUser } from '../flows/change-user.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';
import { attemptOfSession, createSession, openSession } from './session.ts';
import { createTotpSecret, matchTotp } from './totp.ts';

/** Who enrols. Throws InvalidParameterException unless exactly one of both is given. */
export function readEnrollee(input: {
  AccessToken?: string | undefined;
  Session?: string | undefined;
}): { accessToken: string } | { session: string } {
  const { AccessToken: accessToken, Session: session } = input;
  if (accessToken !== undefined && session === undefined) return { accessToken };
  if (session !== undefined && accessToken === undefined) return { session };
  throw invalidParameter('Exactly one of AccessToken and Session is required.');
}

/** A new secret for a signed-in user; the one in use stays valid until the new one is verified. */
export function associateForUser(cognito: Cognito, accessToken: string): { SecretCode: string } {
  const { pool, user } = cognito.tokens.verifyAccessToken(accessToken);
  checkSoftwareTokens(pool);
  const SecretCode = createTotpSecret();
  changeUser(cognito, pool, user.username, (current) => ({ ...current, pendingTotpSecret: SecretCode }));
  return { SecretCode };
}

/** A new secret, kept in the session that follows. */
export function associateInSession(attempt: Attempt, token: string): { SecretCode: string; Session: string } {
  const { state, use } = openSession(attempt, token, 'MFA_SETUP');
  checkSoftwareTokens(attempt.pool);
  use();
  const SecretCode = createTotpSecret();
  return { SecretCode, Session: createSession(attempt, { ...state, secret: SecretCode, isVerified: false }) };
}

export interface Verification {
  code: string;
  friendlyName: string | undefined;
}

/** The user still has to choose the factor with SetUserMFAPreference. */
export function verifyForUser(cognito: Cognito, accessToken: string, verification: Verification) {
  const { pool, user } = cognito.tokens.verifyAccessToken(accessToken);
  const totp = checkCode(cognito, user.pendingTotpSecret, verification);
  changeUser(cognito, pool, user.username, ({ pendingTotpSecret: _, ...current }) => ({ ...current, totp }));
  return { Status: 'SUCCESS' };
}

/** Answers the session to respond to MFA_SETUP with; a wrong code leaves the given one open. */
export function verifyInSession(cognito: Cognito, token: string, verification: Verification) {
  const attempt = attemptOfSession(cognito, token);
  const { state, use } = openSession(attempt, token, 'MFA_SETUP');
  const totp = checkCode(cognito, state.secret, verification);
  use();
  changeUser(cognito, attempt.pool, state.username, (current) => ({
    ...current,
    totp,
    mfa: { ...current.mfa, enabled: [...new Set([...current.mfa.enabled, 'SOFTWARE_TOKEN_MFA' as const])] },
  }));
  return { Status: 'SUCCESS', Session: createSession(attempt, { ...state, isVerified: true }) };
}

/** Nothing happens to a user without one. */
export function removeSoftwareToken(cognito: Cognito, pool: PoolRecord, user: UserRecord): void {
  changeUser(cognito, pool, user.username, ({ totp: _, pendingTotpSecret: __, ...current }) => {
    const { preferred, ...mfa } = current.mfa;
    return {
      ...current,
      mfa: {
        ...mfa,
        enabled: mfa.enabled.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA'),
        ...(preferred === undefined || preferred === 'SOFTWARE_TOKEN_MFA' ? {} : { preferred }),
      },
      updatedAt: cognito.clock(),
    };
  });
}

function checkCode(
  { clock }: Cognito,
  secret: string | undefined,
  { code, friendlyName }: Verification,
): NonNullable<UserRecord['totp']> {
  if (secret === undefined) {
    throw new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'AssociateSoftwareToken has not been called.',
    );
  }
  const lastUsedStep = matchTotp(secret, code, clock());
  if (lastUsedStep === undefined) throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
  return { secret, verified: true, lastUsedStep, ...(friendlyName === undefined ? {} : { friendlyName }) };
}

function checkSoftwareTokens({ mfa }: PoolRecord): void {
  if (mfa.softwareToken) return;
  throw new CognitoError(
    'SoftwareTokenMFANotFoundException',
    'Software token MFA is not enabled for the user pool: call SetUserPoolMfaConfig first.',
  );
}

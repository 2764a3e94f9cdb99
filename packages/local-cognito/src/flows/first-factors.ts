import type { Cognito } from '../cognito.ts';
import { hasPasskey } from '../passkeys/passkey.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { hasChosenMfa } from './second-factors.ts';

/** As `AvailableChallenges` and `PREFERRED_CHALLENGE` name them. */
export type FirstFactor = 'PASSWORD_SRP' | 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/**
 * What USER_AUTH offers a user: what the pool's sign-in policy allows and the user has. Somebody with MFA does not get
 * by with a single code or a passkey that is one factor only.
 */
export function availableFirstFactors(
  cognito: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  user: UserRecord,
): FirstFactor[] {
  if (user.status === 'FORCE_CHANGE_PASSWORD') return ['PASSWORD_SRP', 'PASSWORD'];
  const allowed = new Set(allowedFirstFactors(pool));
  const needsMfa = pool.mfa.mode === 'ON' || hasChosenMfa(pool, user);
  const { email, phone_number: phone } = user.attributes;
  const isPasskeyEnough = !needsMfa || isPasskeyMfa(pool, user);
  return [
    ...(allowed.has('PASSWORD') && user.password ? (['PASSWORD_SRP', 'PASSWORD'] as const) : []),
    ...(allowed.has('EMAIL_OTP') && email && !needsMfa ? (['EMAIL_OTP'] as const) : []),
    ...(allowed.has('SMS_OTP') && phone && !needsMfa ? (['SMS_OTP'] as const) : []),
    ...(allowed.has('WEB_AUTHN') && isPasskeyEnough && hasPasskey(cognito, pool, user)
      ? (['WEB_AUTHN'] as const)
      : []),
  ];
}

/** The pool's `AllowedFirstAuthFactors`. */
export function allowedFirstFactors({ pool }: PoolRecord): string[] {
  return pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
}

/** True when a passkey with user verification satisfies MFA in this pool. */
export function isPasskeyMultiFactor({ mfa }: PoolRecord): boolean {
  return mfa.webAuthn?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION';
}

/** True unless the user switched it off (`WebAuthnMfaSettings`). */
export function isPasskeyMfa(pool: PoolRecord, { mfa }: UserRecord): boolean {
  return isPasskeyMultiFactor(pool) && mfa.webAuthn !== false;
}

/** The user switched it on: then only a passkey that verifies its user signs in. */
export function wantsPasskeyMfa(pool: PoolRecord, { mfa }: UserRecord): boolean {
  return isPasskeyMultiFactor(pool) && mfa.webAuthn === true;
}

/*
 * Which second factor a user is asked for (developer guide, "Adding MFA to a user pool").
 */
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';

export type SecondFactor = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA';

/** What comes after the first factor; with several factors the user chooses. */
export type SecondFactorStep =
  | { kind: 'none' }
  | { kind: 'challenge'; factors: SecondFactor[] }
  | { kind: 'setup'; factors: SecondFactor[] };

/** The factors that the pool offers. */
export function offeredSecondFactors({ pool, mfa }: PoolRecord): SecondFactor[] {
  return [
    ...(pool.SmsConfiguration ? (['SMS_MFA'] as const) : []),
    ...(mfa.email ? (['EMAIL_OTP'] as const) : []),
    ...(mfa.softwareToken ? (['SOFTWARE_TOKEN_MFA'] as const) : []),
  ];
}

/** Those of them for which the user has what it takes: a verified app, an address. */
export function usableSecondFactors(pool: PoolRecord, user: UserRecord): SecondFactor[] {
  const has = {
    SMS_MFA: Boolean(user.attributes.phone_number),
    EMAIL_OTP: Boolean(user.attributes.email),
    SOFTWARE_TOKEN_MFA: user.totp?.verified === true,
  };
  return offeredSecondFactors(pool).filter((factor) => has[factor]);
}

/** True when the user has chosen a second factor that works. */
export function hasChosenMfa(pool: PoolRecord, user: UserRecord): boolean {
  return pool.mfa.mode !== 'OFF' && chosen(pool, user).length > 0;
}

/** Throws InvalidParameterException for a user who could only get a code where a forgotten password is reset too. */
export function decideSecondFactor(pool: PoolRecord, user: UserRecord): SecondFactorStep {
  if (pool.mfa.mode === 'OFF') return { kind: 'none' };
  const enabled = chosen(pool, user);
  const preferred = enabled.find((factor) => factor === user.mfa.preferred);
  if (preferred) return { kind: 'challenge', factors: [preferred] };
  if (pool.mfa.mode === 'OPTIONAL' || enabled.length > 0) {
    return enabled.length === 0 ? { kind: 'none' } : { kind: 'challenge', factors: enabled };
  }
  return decideUnchosen(pool, user);
}

/** MFA is required, and the user has not chosen any factor. */
function decideUnchosen(pool: PoolRecord, user: UserRecord): SecondFactorStep {
  const usable = usableSecondFactors(pool, user);
  const recovery = recoveryFactor(pool);
  const factors = usable.filter((factor) => factor !== recovery);
  if (factors.length > 0) return { kind: 'challenge', factors };
  const setup = offeredSecondFactors(pool).filter((factor) => factor !== recovery);
  if (setup.length > 0) return { kind: 'setup', factors: setup };
  if (usable.length === 0) return { kind: 'setup', factors: offeredSecondFactors(pool) };
  throw new CognitoError(
    'InvalidParameterException',
    'User has no MFA factor other than the attribute for account recovery.',
  );
}

const chosen = (pool: PoolRecord, user: UserRecord) =>
  usableSecondFactors(pool, user).filter((factor) => user.mfa.enabled.includes(factor));

/** The factor whose address also resets forgotten passwords, first of all. */
function recoveryFactor({ pool }: PoolRecord): SecondFactor | undefined {
  const mechanisms = pool.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const [first] = mechanisms.toSorted((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0));
  if (first?.Name === 'verified_email') return 'EMAIL_OTP';
  return first?.Name === 'verified_phone_number' ? 'SMS_MFA' : undefined;
}

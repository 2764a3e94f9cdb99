import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';

/** Throws InvalidParameterException when MFA is on without any factor that a user could use. */
export function checkMfa(pool: PoolRecord['pool'], mfa: PoolRecord['mfa']): void {
  if (mfa.mode === 'OFF' || mfa.softwareToken || pool.SmsConfiguration) return;
  throw invalidParameter(
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  );
}

import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';

/** Throws InvalidParameterException when MFA is on without any factor that a user could use. */
export function checkMfa(pool: PoolRecord['pool'], mfa: PoolRecord['mfa']): void {
  if (mfa.mode === 'OFF' || mfa.softwareToken || pool.SmsConfiguration) return;
  throw invalidParameter(
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  );
}

/** As `GetUserPoolMfaConfig` shows it. */
export function describeMfa({ pool, mfa }: PoolRecord): object {
  const { SmsConfiguration, SmsAuthenticationMessage } = pool;
  return {
    ...(SmsConfiguration && { SmsMfaConfiguration: { SmsAuthenticationMessage, SmsConfiguration } }),
    SoftwareTokenMfaConfiguration: { Enabled: mfa.softwareToken },
    MfaConfiguration: mfa.mode,
  };
}

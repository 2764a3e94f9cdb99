import { offeredSecondFactors } from '../flows/second-factors.ts';
import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { unavailableInTier } from './tiers.ts';

/**
 * Throws InvalidParameterException when MFA is on without any factor that a user could use, or in a way that does not go
 * with the pool's other settings; FeatureUnavailableInTierException.
 */
export function checkMfa(pool: PoolRecord['pool'], mfa: PoolRecord['mfa']): void {
  if (mfa.email) checkEmailMfa(pool);
  if (mfa.webAuthn && pool.UserPoolTier === 'LITE') throw unavailableInTier('Passkeys');
  if (mfa.mode === 'OFF') return;
  const factors = offeredSecondFactors({ id: '', pool, mfa });
  const isPasskeyEnough = mfa.webAuthn?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  if (factors.length === 0 && !isPasskeyEnough) {
    throw invalidParameter(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    );
  }
  const recovery = pool.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const recoversByEmailOnly = recovery.length > 0 && recovery.every(({ Name }) => Name === 'verified_email');
  if (recoversByEmailOnly && factors.length === 1 && factors[0] === 'EMAIL_OTP') {
    throw invalidParameter('Email MFA cannot be the only factor where accounts are recovered by email only.');
  }
  const first = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  if (mfa.mode === 'ON' && first.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP')) {
    throw invalidParameter(
      'MFA cannot be required where EMAIL_OTP or SMS_OTP are first authentication factors.',
    );
  }
}

function checkEmailMfa({ UserPoolTier, EmailConfiguration }: PoolRecord['pool']): void {
  if (UserPoolTier === 'LITE') throw unavailableInTier('Email MFA');
  if (EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER') {
    throw invalidParameter('Email MFA needs an EmailConfiguration with EmailSendingAccount DEVELOPER.');
  }
}

/** As `GetUserPoolMfaConfig` shows it. */
export function describeMfa({ pool, mfa }: PoolRecord): object {
  const { SmsConfiguration, SmsAuthenticationMessage } = pool;
  return {
    ...(SmsConfiguration && { SmsMfaConfiguration: { SmsAuthenticationMessage, SmsConfiguration } }),
    SoftwareTokenMfaConfiguration: { Enabled: mfa.softwareToken },
    ...(mfa.email && { EmailMfaConfiguration: mfa.email }),
    MfaConfiguration: mfa.mode,
    ...(mfa.webAuthn && { WebAuthnConfiguration: mfa.webAuthn }),
  };
}

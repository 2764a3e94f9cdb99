import type { PoolRecord } from '../storage/records.ts';
import { checkSettings } from './pool-checks.ts';
import type { PoolSettings } from './pool-settings.ts';

type Pool = PoolRecord['pool'];
/** What of a pool `UpdateUserPool` does not touch, and what it cannot leave out. */
type FixedMembers = Omit<Pool, keyof PoolSettings>;

const defaultPasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

/**
 * The pool with these settings and Cognito's defaults for what is left out, whatever it had before: that is how both
 * `CreateUserPool` and `UpdateUserPool` work. Throws InvalidParameterException for settings that contradict,
 * FeatureUnavailableInTierException for those that need a higher tier, and what `checkChange` throws.
 */
export function applyPoolSettings(
  fixed: FixedMembers,
  { PoolName, ...settings }: PoolSettings,
  checkChange: (pool: Pool) => void = () => undefined,
): Pool {
  const unusedDays = settings.AdminCreateUserConfig?.UnusedAccountValidityDays;
  const passwordPolicy = {
    ...defaultPasswordPolicy,
    ...(unusedDays === undefined ? {} : { TemporaryPasswordValidityDays: unusedDays }),
    ...withoutUndefined(settings.Policies?.PasswordPolicy ?? {}),
  };
  const pool = {
    ...fixed,
    ...settings,
    Name: PoolName ?? fixed.Name,
    Policies: {
      PasswordPolicy: passwordPolicy,
      SignInPolicy: {
        AllowedFirstAuthFactors: settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'],
      },
    },
    DeletionProtection: settings.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: settings.LambdaConfig ?? {},
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      ...settings.VerificationMessageTemplate,
    },
    MfaConfiguration: settings.MfaConfiguration ?? 'OFF',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...settings.EmailConfiguration },
    UserPoolTags: settings.UserPoolTags ?? {},
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      ...settings.AdminCreateUserConfig,
      UnusedAccountValidityDays: passwordPolicy.TemporaryPasswordValidityDays,
    },
    AccountRecoverySetting: settings.AccountRecoverySetting ?? {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
    UserPoolTier: settings.UserPoolTier ?? 'ESSENTIALS',
    ...(settings.DcrConfiguration && {
      DcrConfiguration: { EnableStatus: 'Enabled', ...settings.DcrConfiguration },
    }),
  } as Pool;
  checkChange(pool);
  checkSettings(pool);
  return pool;
}

function withoutUndefined<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

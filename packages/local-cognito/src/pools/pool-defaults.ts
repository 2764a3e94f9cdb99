import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import type { PoolSettings } from './pool-settings.ts';
import { unavailableInTier } from './tiers.ts';

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
 * `CreateUserPool` and `UpdateUserPool` work. Throws InvalidParameterException for settings that contradict.
 */
export function applyPoolSettings(fixed: FixedMembers, { PoolName, ...settings }: PoolSettings): Pool {
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
  } as Pool;
  checkSettings(pool);
  return pool;
}

function checkSettings(pool: Pool): void {
  const { PreTokenGeneration: plain, PreTokenGenerationConfig: versioned } = pool.LambdaConfig ?? {};
  if (plain !== undefined && versioned !== undefined && plain !== versioned.LambdaArn) {
    throw invalidParameter('PreTokenGeneration and PreTokenGenerationConfig must name the same function.');
  }
  checkTemplates(pool);
  if (pool.UserPoolTier !== 'LITE') return;
  if (versioned !== undefined && versioned.LambdaVersion !== 'V1_0') {
    throw unavailableInTier(`PreTokenGeneration ${versioned.LambdaVersion}`);
  }
  if ((pool.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0)
    throw unavailableInTier('Password history');
}

/** Every message carries its code, and an invitation the username too. */
function checkTemplates(pool: Pool): void {
  const invite = pool.AdminCreateUserConfig?.InviteMessageTemplate;
  for (const text of [invite?.SMSMessage, invite?.EmailMessage]) {
    if (text === undefined) continue;
    for (const placeholder of ['{username}', '{####}']) {
      if (!text.includes(placeholder)) {
        throw invalidParameter(`The message template of the invitation must contain ${placeholder}.`);
      }
    }
  }
  const { SmsMessage, EmailMessage } = pool.VerificationMessageTemplate ?? {};
  const codes = [SmsMessage, EmailMessage, pool.SmsVerificationMessage, pool.EmailVerificationMessage];
  for (const text of [...codes, pool.SmsAuthenticationMessage]) {
    if (text !== undefined && !text.includes('{####}')) {
      throw invalidParameter('The message template of a code must contain {####}.');
    }
  }
}

function withoutUndefined<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

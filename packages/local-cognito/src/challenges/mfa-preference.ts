import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { changeUser } from '../flows/change-user.ts';
import { isPasskeyMultiFactor } from '../flows/first-factors.ts';
import { type SecondFactor, usableSecondFactors } from '../flows/second-factors.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';

const settings = z
  .object({ Enabled: z.boolean().optional(), PreferredMfa: z.boolean().optional() })
  .optional();

/** The members that SetUserMFAPreference and its Admin twin share. */
export const mfaPreference = {
  SMSMfaSettings: settings,
  SoftwareTokenMfaSettings: settings,
  EmailMfaSettings: settings,
  WebAuthnMfaSettings: z.object({ Enabled: z.boolean().optional() }).optional(),
};

type MfaPreference = z.output<z.ZodObject<typeof mfaPreference>>;

const members = {
  SMSMfaSettings: 'SMS_MFA',
  SoftwareTokenMfaSettings: 'SOFTWARE_TOKEN_MFA',
  EmailMfaSettings: 'EMAIL_OTP',
} as const;

/** Switches the user's factors on or off, and prefers one. Throws InvalidParameterException. */
export function setMfaPreference(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  input: MfaPreference,
): void {
  const changes = Object.entries(members).flatMap(([member, factor]) => {
    const setting = input[member as keyof typeof members];
    if (!setting) return [];
    const { Enabled: isEnabled = false, PreferredMfa: isPreferred = false } = setting;
    return [{ factor, isEnabled, isPreferred }];
  });
  for (const change of changes) checkChange(pool, user, change);
  const preferred = changes.filter(({ isPreferred }) => isPreferred);
  if (preferred.length > 1) throw invalidParameter('Only one MFA factor can be preferred.');
  const { WebAuthnMfaSettings: passkeys } = input;
  if (passkeys?.Enabled && !isPasskeyMultiFactor(pool)) {
    throw invalidParameter('Passkeys are not configured as a factor of MFA in the user pool.');
  }
  const touched = new Set<string>(changes.map(({ factor }) => factor));
  changeUser(cognito, pool, user.username, (current) => {
    const { preferred: before, webAuthn, enabled } = current.mfa;
    const kept = before === undefined || touched.has(before) || preferred[0] ? undefined : before;
    const chosen = preferred[0]?.factor ?? kept;
    const usesPasskeys = passkeys?.Enabled ?? webAuthn;
    const kinds = [
      ...enabled.filter((factor) => !touched.has(factor)),
      ...changes.flatMap(({ factor, isEnabled }) => (isEnabled ? [factor] : [])),
    ];
    if (passkeys?.Enabled && kinds.length === 0) {
      throw invalidParameter('Passkeys can be MFA only beside another factor that the user has enabled.');
    }
    return {
      ...current,
      mfa: {
        enabled: kinds,
        ...(chosen === undefined ? {} : { preferred: chosen }),
        ...(usesPasskeys === undefined ? {} : { webAuthn: usesPasskeys }),
      },
      updatedAt: cognito.clock(),
    };
  });
}

function checkChange(
  pool: PoolRecord,
  user: UserRecord,
  { factor, isEnabled, isPreferred }: { factor: SecondFactor; isEnabled: boolean; isPreferred: boolean },
): void {
  if (isPreferred && !isEnabled) throw invalidParameter('A factor must be enabled to be preferred.');
  if (!isEnabled && pool.mfa.mode === 'ON') {
    throw invalidParameter('MFA is required in this user pool: a user cannot switch it off.');
  }
  if (!isEnabled) return;
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    if (!user.totp?.verified) throw invalidParameter('User has not verified software token mfa');
  } else if (!usableSecondFactors(pool, user).includes(factor)) {
    throw invalidParameter(`User does not have delivery config set to turn on ${factor}`);
  }
}

/** How GetUser and AdminGetUser show it. */
export function describeMfa({ mfa }: UserRecord): {
  PreferredMfaSetting?: string;
  UserMFASettingList?: string[];
} {
  return {
    ...(mfa.preferred === undefined ? {} : { PreferredMfaSetting: mfa.preferred }),
    ...(mfa.enabled.length === 0 ? {} : { UserMFASettingList: mfa.enabled }),
  };
}

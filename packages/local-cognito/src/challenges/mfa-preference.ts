import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { notBuilt } from '../flows/attempt.ts';
import { changeUser } from '../flows/change-user.ts';
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

/** Switches the user's software token on or off, or prefers it. Throws InvalidParameterException. */
export function setMfaPreference(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  input: MfaPreference,
): void {
  for (const name of ['SMSMfaSettings', 'EmailMfaSettings', 'WebAuthnMfaSettings'] as const) {
    if (input[name]?.Enabled) throw notBuilt(name);
  }
  const { SoftwareTokenMfaSettings: token } = input;
  if (!token) return;
  const { Enabled: isEnabled = false, PreferredMfa: isPreferred = false } = token;
  if (isEnabled && !user.totp?.verified) throw invalidParameter('User has not verified software token mfa');
  if (isPreferred && !isEnabled) throw invalidParameter('A factor must be enabled to be preferred.');
  if (!isEnabled && pool.mfa.mode === 'ON') {
    throw invalidParameter('MFA is required in this user pool: a user cannot switch it off.');
  }
  changeUser(cognito, pool, user.username, (current) => {
    const { preferred, enabled } = current.mfa;
    const others = enabled.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA');
    const kept = preferred === 'SOFTWARE_TOKEN_MFA' ? undefined : preferred;
    const chosen = isPreferred ? 'SOFTWARE_TOKEN_MFA' : kept;
    return {
      ...current,
      mfa: {
        enabled: isEnabled ? [...others, 'SOFTWARE_TOKEN_MFA'] : others,
        ...(chosen === undefined ? {} : { preferred: chosen }),
      },
      updatedAt: cognito.clock(),
    };
  });
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

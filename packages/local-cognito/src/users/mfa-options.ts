import * as z from 'zod';
import type { UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { attributeName } from '../wire/fields.ts';

/** `MFAOptions`, which Cognito has kept from the time before SetUserMFAPreference. It knows only SMS. */
export const mfaOptions = z.array(
  z.object({ DeliveryMedium: z.enum(['SMS', 'EMAIL']).optional(), AttributeName: attributeName.optional() }),
);

/** The user with SMS as second factor, or without when the list is empty. Throws InvalidParameterException. */
export function withMfaOptions(
  user: UserRecord,
  options: z.output<typeof mfaOptions>,
  at: number,
): UserRecord {
  for (const { DeliveryMedium, AttributeName } of options) {
    if (DeliveryMedium !== 'SMS' || AttributeName !== 'phone_number') {
      throw invalidParameter('Only SMS to phone_number can be an MFA option; use SetUserMFAPreference.');
    }
  }
  if (options.length > 0 && !user.attributes.phone_number) {
    throw invalidParameter('User does not have a phone_number.');
  }
  const others = user.mfa.enabled.filter((factor) => factor !== 'SMS_MFA');
  const enabled: UserRecord['mfa']['enabled'] = options.length > 0 ? [...others, 'SMS_MFA'] : others;
  const { preferred } = user.mfa;
  const isKept = preferred !== undefined && enabled.some((factor) => factor === preferred);
  const { preferred: _, ...mfa } = user.mfa;
  return { ...user, mfa: { ...mfa, enabled, ...(isKept && { preferred }) }, updatedAt: at };
}

/** As GetUser, AdminGetUser and lists show it: only where SMS is on. */
export function describeMfaOptions({ mfa }: Pick<UserRecord, 'mfa'>) {
  const sms = { DeliveryMedium: 'SMS', AttributeName: 'phone_number' };
  return mfa.enabled.includes('SMS_MFA') ? { MFAOptions: [sms] } : {};
}

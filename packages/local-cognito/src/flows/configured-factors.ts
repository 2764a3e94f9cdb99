import { describeMfa } from '../challenges/mfa-preference.ts';
import type { Cognito } from '../cognito.ts';
import { hasPasskey } from '../passkeys/passkey.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { allowedFirstFactors } from './first-factors.ts';

/** What GetUserAuthFactors and AdminGetUserAuthFactors answer. */
export function describeAuthFactors(cognito: Cognito, pool: PoolRecord, user: UserRecord): object {
  const allowed = new Set(allowedFirstFactors(pool));
  const { email, phone_number: phone } = user.attributes;
  const ConfiguredUserAuthFactors = [
    ...(user.password ? ['PASSWORD'] : []),
    ...(allowed.has('EMAIL_OTP') && email ? ['EMAIL_OTP'] : []),
    ...(allowed.has('SMS_OTP') && phone ? ['SMS_OTP'] : []),
    ...(hasPasskey(cognito, pool, user) ? ['WEB_AUTHN'] : []),
  ];
  return { Username: user.username, ...describeMfa(user), ConfiguredUserAuthFactors };
}

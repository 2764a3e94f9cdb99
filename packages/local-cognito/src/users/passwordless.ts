import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';

/** True when the pool can sign this user in with codes alone. */
export function canDoWithoutPassword({ pool }: PoolRecord, attributes: Record<string, string>): boolean {
  const factors = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return (
    (factors.includes('EMAIL_OTP') && Boolean(attributes.email)) ||
    (factors.includes('SMS_OTP') && Boolean(attributes.phone_number))
  );
}

/** Throws InvalidParameterException for a user who has no password and needs one. */
export function checkPasswordless(pool: PoolRecord, attributes: Record<string, string>): void {
  if (canDoWithoutPassword(pool, attributes)) return;
  throw invalidParameter(
    "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null",
  );
}

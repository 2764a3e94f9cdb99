import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { addressAttribute, type Medium } from './purpose.ts';

const mediums = {
  email: 'EMAIL',
  phone_number: 'SMS',
  verified_email: 'EMAIL',
  verified_phone_number: 'SMS',
} as const;

/** Where a sign-up can be confirmed: of the attributes that the pool verifies, the phone number before the e-mail. */
export function signUpMediums({ pool }: PoolRecord): Medium[] {
  const verified = pool.AutoVerifiedAttributes ?? [];
  return (['phone_number', 'email'] as const)
    .filter((name) => verified.includes(name))
    .map((name) => mediums[name]);
}

/** The medium that confirms this user's sign-up; `undefined`: none, an administrator has to. */
export function signUpMedium(pool: PoolRecord, user: UserRecord): Medium | undefined {
  return signUpMediums(pool).find((medium) => user.attributes[addressAttribute(medium)]);
}

/** How passwords are recovered in this pool, the most wanted first; empty: only administrators can. */
export function recoveryMediums({ pool }: PoolRecord): Medium[] {
  const mechanisms = [...(pool.AccountRecoverySetting?.RecoveryMechanisms ?? [])];
  mechanisms.sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0));
  return mechanisms.flatMap(({ Name }) => (Name && Name !== 'admin_only' ? [mediums[Name]] : []));
}

/** The first of the pool's ways for which this user has a verified address. */
export function recoveryMedium(pool: PoolRecord, user: UserRecord): Medium | undefined {
  return recoveryMediums(pool).find((medium) => {
    const attribute = addressAttribute(medium);
    return user.attributes[attribute] && user.attributes[`${attribute}_verified`] === 'true';
  });
}

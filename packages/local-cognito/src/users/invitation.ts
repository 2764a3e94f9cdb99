import type { PoolRecord, UserRecord } from '../storage/records.ts';
import type { Message } from '../storage/store.ts';

export type Medium = 'EMAIL' | 'SMS';

const defaultText = 'Your username is {username} and temporary password is {####}.';
const defaultSubject = 'Your temporary password';

export interface Invitation {
  pool: PoolRecord;
  user: UserRecord;
  temporaryPassword: string;
  /** What the caller asked for; Cognito's default is SMS, and e-mail is used for a user without a phone number. */
  mediums: readonly Medium[] | undefined;
  /** Epoch ms. */
  at: number;
}

/** The messages that invite a user, from the pool's templates, one per medium for which there is an address. */
export function invitations({ pool, user, temporaryPassword, mediums, at }: Invitation): Message[] {
  const template = pool.pool.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  const { email, phone_number: phone } = user.attributes;
  const fill = (text: string) =>
    text
      .replaceAll('{username}', () => email ?? phone ?? user.username)
      .replaceAll('{####}', () => temporaryPassword);
  const addresses = { EMAIL: email, SMS: phone };
  const wanted = mediums ?? (phone === undefined ? ['EMAIL' as const] : ['SMS' as const]);
  const base = { at, poolId: pool.id, username: user.username };
  return wanted.flatMap((medium): Message[] => {
    const to = addresses[medium];
    if (to === undefined) return [];
    if (medium === 'SMS') return [{ ...base, medium, to, body: fill(template.SMSMessage ?? defaultText) }];
    const subject = fill(template.EmailSubject ?? defaultSubject);
    return [{ ...base, medium, to, subject, body: fill(template.EmailMessage ?? defaultText) }];
  });
}

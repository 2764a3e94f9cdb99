import type { Cognito } from '../cognito.ts';
import { deliverCode } from '../messages/deliver-code.ts';
import { addressAttribute, type Medium } from '../messages/purpose.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';

export interface Invitation {
  pool: PoolRecord;
  user: UserRecord;
  temporaryPassword: string;
  /** What the caller asked for; Cognito's default is SMS, and e-mail is used for a user without a phone number. */
  mediums: readonly Medium[] | undefined;
  clientMetadata: Record<string, string> | undefined;
}

/** Invites a user, once per medium for which there is an address. */
export async function invite(
  cognito: Cognito,
  { pool, user, temporaryPassword: code, mediums, clientMetadata }: Invitation,
): Promise<void> {
  const wanted = mediums ?? (user.attributes.phone_number ? ['SMS' as const] : ['EMAIL' as const]);
  for (const medium of wanted) {
    if (!user.attributes[addressAttribute(medium)]) continue;
    await deliverCode(cognito, { pool, user, purpose: 'AdminCreateUser', medium, code, clientMetadata });
  }
}

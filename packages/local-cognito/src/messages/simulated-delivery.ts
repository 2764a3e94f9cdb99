import { createHmac } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { isEmail, isPhoneNumber } from '../users/new-username.ts';
import { maskDestination } from './mask-destination.ts';
import { addressAttribute, type CodeDeliveryDetails, type Medium } from './purpose.ts';

/**
 * What the answer would say of a message that nobody gets, where the client hides who exists: by one of these mediums,
 * to the name itself where it is an address. Always the same for one name, and made with a secret of the pool, so that
 * nobody can tell it from a real one.
 */
export async function simulateDelivery(
  cognito: Cognito,
  pool: PoolRecord,
  name: string,
  mediums: readonly [Medium, ...Medium[]],
): Promise<CodeDeliveryDetails> {
  const secret = await cognito.tokens.secretOf(pool.id, 'simulated-delivery');
  const digest = createHmac('sha256', secret).update(name.toLowerCase()).digest();
  const ofName = isEmail(name) ? 'EMAIL' : isPhoneNumber(name) ? 'SMS' : undefined;
  const isAddress = ofName !== undefined && mediums.includes(ofName);
  const medium = isAddress ? ofName : (mediums[digest.readUInt8(8) % mediums.length] ?? mediums[0]);
  const address = isAddress ? name : inventAddress(digest, medium);
  return {
    Destination: maskDestination(medium, address),
    DeliveryMedium: medium,
    AttributeName: addressAttribute(medium),
  };
}

function inventAddress(digest: Buffer, medium: Medium): string {
  if (medium === 'SMS') return String(digest.readUInt32BE(0)).padStart(4, '0');
  const letter = (at: number) => String.fromCharCode(97 + (digest.readUInt8(at) % 26));
  return `${letter(0)}@${letter(1)}`;
}

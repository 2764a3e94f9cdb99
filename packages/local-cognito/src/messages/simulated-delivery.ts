import { createHmac } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { isEmail, isPhoneNumber } from '../users/new-username.ts';
import { maskDestination } from './mask-destination.ts';
import { addressAttribute, type CodeDeliveryDetails, type Medium } from './purpose.ts';

/**
 * What the answer would say of a message that nobody gets, where the client hides who exists. Always the same for one
 * name, and made with a secret of the pool, so that nobody can tell it from a real one.
 */
export async function simulateDelivery(
  cognito: Cognito,
  pool: PoolRecord,
  name: string,
  medium: Medium,
): Promise<CodeDeliveryDetails> {
  const isAddress = medium === 'EMAIL' ? isEmail(name) : isPhoneNumber(name);
  const address = isAddress ? name : await inventAddress(cognito, pool, name, medium);
  return {
    Destination: maskDestination(medium, address),
    DeliveryMedium: medium,
    AttributeName: addressAttribute(medium),
  };
}

async function inventAddress(
  cognito: Cognito,
  pool: PoolRecord,
  name: string,
  medium: Medium,
): Promise<string> {
  const secret = await cognito.tokens.secretOf(pool.id, 'simulated-delivery');
  const digest = createHmac('sha256', secret).update(name.toLowerCase()).digest();
  if (medium === 'SMS') return String(digest.readUInt32BE(0)).padStart(4, '0');
  const letter = (at: number) => String.fromCharCode(97 + ((digest[at] ?? 0) % 26));
  return `${letter(0)}@${letter(1)}`;
}

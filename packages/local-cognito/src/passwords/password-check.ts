import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isPasswordOf, type PasswordInput } from '../crypto/srp.ts';

const remembered = 100_000;

/**
 * Checks passwords, and remembers those that were right as HMACs under a key that only this function knows: whoever
 * signs in again costs microseconds, not the power of a 3072-bit group. Only right passwords get faster, so the time
 * of a wrong one tells nothing.
 */
export function createPasswordCheck(): (verifier: string, input: PasswordInput) => boolean {
  const key = randomBytes(32);
  const proven = new Map<string, Buffer>();
  const digest = (verifier: string, { poolName, userId, password }: PasswordInput) =>
    createHmac('sha256', key)
      .update(JSON.stringify([verifier, poolName, userId, password]))
      .digest();

  return (verifier, input) => {
    const user = `${input.poolName}/${input.userId}`;
    const given = digest(verifier, input);
    const known = proven.get(user);
    if (known && timingSafeEqual(known, given)) return true;
    if (!isPasswordOf(verifier, input)) return false;
    if (proven.size >= remembered) proven.delete(proven.keys().next().value as string);
    proven.set(user, given);
    return true;
  };
}

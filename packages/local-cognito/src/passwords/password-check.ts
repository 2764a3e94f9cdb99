import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isPasswordOf, type PasswordInput } from '../crypto/srp.ts';

const remembered = 10_000;

/**
 * Checks passwords, and remembers those that were right as HMACs under a key that only this function knows: whoever
 * signs in again costs microseconds, not the power of a 3072-bit group. Only right passwords get faster, so the time
 * of a wrong one tells nothing.
 */
export function createPasswordCheck(): (verifier: string, input: PasswordInput) => boolean {
  const key = randomBytes(32);
  const proven = new Map<string, Buffer>();
  const digest = ({ poolName, userId, password }: PasswordInput) =>
    createHmac('sha256', key)
      .update(JSON.stringify([poolName, userId, password]))
      .digest();

  return (verifier, input) => {
    const given = digest(input);
    const known = proven.get(verifier);
    if (known && timingSafeEqual(known, given)) return true;
    if (!isPasswordOf(verifier, input)) return false;
    if (proven.size >= remembered) proven.delete(proven.keys().next().value as string);
    proven.set(verifier, given);
    return true;
  };
}

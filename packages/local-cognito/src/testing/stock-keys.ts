import type { PoolKeys } from '../storage/store.ts';
import { generatePoolKeys } from '../tokens/pool-keys.ts';

const stock: Promise<PoolKeys>[] = [];

/**
 * Signing keys for the `index`th pool of a server: made once for all tests of a file, since making RSA keys is most of what a
 * short test waits for. Pools of one server have keys of their own.
 */
export function stockKeys(index: number): Promise<PoolKeys> {
  const keys = stock[index] ?? generatePoolKeys();
  stock[index] = keys;
  return keys;
}

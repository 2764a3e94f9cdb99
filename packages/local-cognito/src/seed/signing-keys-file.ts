import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { PoolKeys } from '../storage/store.ts';
import { generatePoolKeys } from '../tokens/pool-keys.ts';
import { UnusableSeed } from './seed-error.ts';

const key = z.strictObject({ kid: z.string().min(1), privateKeyPem: z.string().startsWith('-----BEGIN') });
const poolKeys = z.strictObject({ id: key, access: key });

/** The keys in the file, made and written (mode 0600) when there is none. Throws {@link UnusableSeed}. */
export async function readSigningKeys(folder: string, name: string): Promise<PoolKeys> {
  const file = resolve(folder, name);
  try {
    return poolKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') {
      const message = `${file} holds no signing keys: put it back, or remove it to get new ones.`;
      throw new UnusableSeed(message, { cause });
    }
  }
  const keys = await generatePoolKeys();
  writeFileSync(file, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600 });
  return keys;
}

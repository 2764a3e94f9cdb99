import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';

/** The key file is missing beside a database that needs it, or does not hold a key. */
export class UnusableKey extends Error {}

/**
 * The 32-byte key that seals secrets in `file`, kept in `<file>.key` (hex, mode 0600) and made on first start.
 * Never makes a new key beside an existing database: its secrets could not be opened with it.
 */
export function loadEncryptionKey(file: string): Uint8Array {
  const keyFile = `${file}.key`;
  if (!existsSync(keyFile)) {
    if (existsSync(file) && statSync(file).size > 0) throw new UnusableKey(`${keyFile} is missing`);
    return createKey(keyFile);
  }
  const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex');
  if (key.length !== 32) throw new UnusableKey(`${keyFile} does not hold 32 bytes in hex`);
  return key;
}

function createKey(keyFile: string): Uint8Array {
  const key = randomBytes(32);
  const handle = openSync(keyFile, 'wx', 0o600);
  try {
    writeSync(handle, `${key.toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return key;
}

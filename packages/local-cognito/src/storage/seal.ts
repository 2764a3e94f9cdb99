import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

/** Encrypts what must not be readable from a copy of the database file. */
export interface Seal {
  /** `context` names the row; a sealed value moved to another row does not open. */
  seal(text: string, context: string): Uint8Array;
  /** Throws when the key or the context is not the one it was sealed with. */
  open(sealed: Uint8Array, context: string): string;
}

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a 32-byte key; a sealed value is IV, tag, ciphertext. */
export function createSeal(keyBytes: Uint8Array): Seal {
  const key = createSecretKey(keyBytes);
  return {
    seal(text, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
      const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([iv, cipher.getAuthTag(), ...encrypted]);
    },
    open(sealed, context) {
      const iv = sealed.subarray(0, ivBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
      return Buffer.concat([
        decipher.update(sealed.subarray(ivBytes + tagBytes)),
        decipher.final(),
      ]).toString();
    },
  };
}

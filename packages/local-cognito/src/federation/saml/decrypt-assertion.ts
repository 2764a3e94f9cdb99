import { createPrivateKey } from 'node:crypto';
import { decrypt } from 'xml-encryption';

/**
 * The assertion in an `EncryptedAssertion`, as XML. RSA with PKCS #1 v1.5 padding and Triple DES are refused. Rejects
 * with errors of many kinds: callers must not let strangers tell one from the other.
 */
export function decryptAssertion(encrypted: Element, privateKey: string): Promise<string> {
  return new Promise((resolve, reject) => {
    decrypt(
      encrypted.toString(),
      { key: toPem(privateKey), disallowDecryptionWithInsecureAlgorithm: true },
      (error, xml) => (error ? reject(error) : resolve(xml)),
    );
  });
}

/** PKCS#8 in base64 as PEM. */
export function toPem(privateKey: string): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

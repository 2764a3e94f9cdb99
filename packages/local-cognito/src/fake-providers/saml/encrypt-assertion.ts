import { X509Certificate } from 'node:crypto';
import { encrypt } from 'xml-encryption';
import { html } from '../../html.ts';
import { saml } from './identifiers.ts';

/** An `EncryptedAssertion` for the certificate (DER as base64): AES-256-GCM, its key with RSA-OAEP. */
export async function encryptAssertion(assertion: string, certificate: string): Promise<string> {
  const { publicKey, ...x509 } = pemOf(certificate);
  const encrypted = await new Promise<string>((resolve, reject) => {
    encrypt(
      assertion,
      {
        rsa_pub: publicKey,
        pem: x509.pem,
        encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
        keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
  return html`<saml:EncryptedAssertion xmlns:saml="${saml.assertion}">${{ markup: encrypted }}</saml:EncryptedAssertion>`
    .markup;
}

function pemOf(certificate: string): { pem: string; publicKey: string } {
  const x509 = new X509Certificate(Buffer.from(certificate, 'base64'));
  return {
    pem: x509.toString(),
    publicKey: x509.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

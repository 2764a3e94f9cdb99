import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

/** An RSA key and a certificate for it. */
export interface CertificateWithKey {
  /** X.509, DER as base64. */
  certificate: string;
  /** PKCS#8, DER as base64. */
  privateKey: string;
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** Self-signed; valid from `notBefore` (epoch ms) for so many years. */
export async function makeCertificate(
  commonName: string,
  { notBefore, years }: { notBefore: number; years: number },
): Promise<CertificateWithKey> {
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // A positive number.
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    name: `CN=${commonName}`,
    notBefore: new Date(notBefore),
    notAfter,
    signingAlgorithm: algorithm,
    keys,
  });
  return {
    certificate: certificate.toString('base64'),
    privateKey: Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey)).toString('base64'),
  };
}

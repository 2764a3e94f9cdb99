import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';

/** With which a user pool signs its SAML requests. */
export interface SigningCertificate {
  /** X.509, DER as base64. */
  certificate: string;
  /** PKCS#8, DER as base64. */
  privateKey: string;
}

/** One per pool, under the pool's id. */
const signingCertificateKind = documentKind<SigningCertificate>('saml-signing-certificate');

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const validForYears = 10;

/** The pool's certificate, made the first time and the same ever after. */
export async function signingCertificate(cognito: Cognito, poolId: string): Promise<SigningCertificate> {
  const { documents } = cognito.store;
  const find = () => documents.get(signingCertificateKind, poolId, poolId);
  const known = find();
  if (known) return known;
  const made = await make(poolId, cognito.clock());
  const madeMeanwhile = find();
  if (madeMeanwhile) return madeMeanwhile;
  if (cognito.store.pools.get(poolId)) documents.put(signingCertificateKind, { poolId, id: poolId }, made);
  return made;
}

async function make(poolId: string, now: number): Promise<SigningCertificate> {
  const { subtle } = webcrypto;
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + validForYears);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // A positive number.
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    name: `CN=${poolId}`,
    notBefore: new Date(now),
    notAfter,
    signingAlgorithm: algorithm,
    keys,
  });
  return {
    certificate: certificate.toString('base64'),
    privateKey: Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey)).toString('base64'),
  };
}

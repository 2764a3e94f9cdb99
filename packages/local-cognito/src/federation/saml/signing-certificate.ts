import type { Cognito } from '../../cognito.ts';
import { documentKind } from '../../storage/store.ts';
import { type CertificateWithKey, makeCertificate } from './certificate.ts';

/** One per pool, under the pool's id: with it the pool signs its SAML requests. */
const signingCertificateKind = documentKind<CertificateWithKey>('saml-signing-certificate');

/** One per SAML provider, under its name: for it the provider encrypts. */
const encryptionCertificateKind = documentKind<CertificateWithKey>('saml-encryption-certificate');

const years = 10;

/** The pool's certificate, made the first time and the same ever after. */
export async function signingCertificate(cognito: Cognito, poolId: string): Promise<CertificateWithKey> {
  return keep(cognito, signingCertificateKind, { poolId, id: poolId }, poolId);
}

/** `ActiveEncryptionCertificate` of a provider, made the first time and the same ever after. */
export async function encryptionCertificate(
  cognito: Cognito,
  poolId: string,
  providerName: string,
): Promise<CertificateWithKey> {
  return keep(cognito, encryptionCertificateKind, { poolId, id: providerName }, poolId);
}

/** For when the provider is deleted: another of that name gets another certificate. */
export function forgetEncryptionCertificate(
  { store }: Pick<Cognito, 'store'>,
  poolId: string,
  providerName: string,
): void {
  store.documents.delete(encryptionCertificateKind, poolId, providerName);
}

async function keep(
  { store, clock }: Cognito,
  kind: typeof signingCertificateKind,
  key: { poolId: string; id: string },
  commonName: string,
): Promise<CertificateWithKey> {
  const find = () => store.documents.get(kind, key.poolId, key.id);
  const known = find();
  if (known) return known;
  const made = await makeCertificate(commonName, { notBefore: clock(), years });
  const madeMeanwhile = find();
  if (madeMeanwhile) return madeMeanwhile;
  if (store.pools.get(key.poolId)) store.documents.put(kind, key, made);
  return made;
}

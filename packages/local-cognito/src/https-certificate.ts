import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { documentKind, type Store } from './storage/store.ts';

/** A key and a certificate for it, both PEM. */
export interface HttpsCertificate {
  key: string;
  certificate: string;
}

/** Of the server, not of a pool: the document's pool is the empty one. By Region. */
const certificateKind = documentKind<HttpsCertificate>('https-certificate');

const dayMs = 24 * 60 * 60 * 1000;
/** The longest that browsers take. */
const validForDays = 397;
const renewBeforeDays = 30;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * A self-signed certificate for `localhost`, the loopback addresses and the hosts of all prefix domains. Kept in the
 * store, so that who trusted it once trusts it after the next start as well; by the clock of the machine, as TLS is.
 */
export async function httpsCertificate(store: Store, region: string): Promise<HttpsCertificate> {
  const known = store.documents.get(certificateKind, '', region);
  const isFresh = (pem: string) =>
    new X509Certificate(pem).notAfter.getTime() > Date.now() + renewBeforeDays * dayMs;
  if (known && isFresh(known.certificate)) return known;
  const made = await make(region);
  store.documents.put(certificateKind, { poolId: '', id: region }, made);
  return made;
}

async function make(region: string): Promise<HttpsCertificate> {
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // A positive number.
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    name: 'CN=local-cognito',
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + (validForDays - 1) * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'dns', value: `*.auth.${region}.localhost` },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    ],
  });
  const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = [
    '-----BEGIN PRIVATE KEY-----',
    ...(pkcs8.match(/.{1,64}/g) ?? []),
    '-----END PRIVATE KEY-----',
  ];
  return { key: `${key.join('\n')}\n`, certificate: certificate.toString('pem') };
}

import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';
import type { SigningKey } from '../tokens/pool-keys.ts';

/** A key of a fake provider with the certificate for it. */
export interface ProviderKey extends SigningKey {
  /** X.509, DER as base64. */
  certificate: string;
  privateKey: KeyObject;
}

interface StoredKey {
  kid: string;
  /** PKCS#8, DER as base64. */
  privateKey: string;
  certificate: string;
}

/**
 * `current` signs; `expired` is the one before it: its certificate ran out, OIDC does not publish it any more, SAML's
 * metadata still has it.
 */
export type ProviderKeyName = 'current' | 'expired';

export interface ProviderKeyring {
  /** Made the first time, and kept in the database. */
  get(name: ProviderKeyName): Promise<ProviderKey>;
}

const providerKeyKind = documentKind<StoredKey>('fake-provider-key');
/** Fake providers are of no pool. */
const poolId = '';
const dayMs = 24 * 60 * 60 * 1000;
const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

export function createProviderKeyring(cognito: Cognito, provider: string): ProviderKeyring {
  const ready = new Map<ProviderKeyName, Promise<ProviderKey>>();
  const load = async (name: ProviderKeyName) => {
    const id = `${provider}/${name}`;
    const { documents } = cognito.store;
    const known = documents.get(providerKeyKind, poolId, id);
    if (known) return parse(known);
    const made = await make(provider, name, cognito.clock());
    documents.put(providerKeyKind, { poolId, id }, made);
    return parse(made);
  };
  return {
    get(name) {
      const known = ready.get(name) ?? load(name);
      ready.set(name, known);
      return known;
    },
  };
}

async function make(provider: string, name: ProviderKeyName, now: number): Promise<StoredKey> {
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const { subtle } = webcrypto;
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [from, until] = name === 'current' ? [-1, 3650] : [-730, -30];
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // A positive number.
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    name: `CN=${provider} ${name}`,
    notBefore: new Date(now + from * dayMs),
    notAfter: new Date(now + until * dayMs),
    signingAlgorithm: algorithm,
    keys,
  });
  return {
    kid: randomBytes(8).toString('hex'),
    certificate: certificate.toString('base64'),
    privateKey: Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey)).toString('base64'),
  };
}

function parse({ kid, certificate, privateKey }: StoredKey): ProviderKey {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return { kid, certificate, privateKey: key, publicKey: createPublicKey(key) };
}

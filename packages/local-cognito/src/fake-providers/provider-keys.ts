import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';
import type { SigningKey } from '../tokens/pool-keys.ts';

/** A key of a fake provider with the certificate for it. */
export interface ProviderKey extends SigningKey {
  /** X.509, DER as base64. */
  certificate: string;
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
type ProviderKeyName = 'current' | 'expired';

export interface ProviderKeyring {
  /** Made the first time, and kept in the database. */
  get(name: ProviderKeyName): Promise<ProviderKey>;
}

const providerKeyKind = documentKind<StoredKey>('fake-provider-key');
/** Fake providers are of no pool. */
const poolId = '';
const dayMs = 24 * 60 * 60 * 1000;
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
  const { makeCertificate } = await import('../federation/saml/certificate.ts');
  const [daysAgo, years] = name === 'current' ? [1, 10] : [400, 1];
  const validity = { notBefore: now - daysAgo * dayMs, years };
  return { kid: randomBytes(8).toString('hex'), ...(await makeCertificate(`${provider} ${name}`, validity)) };
}

function parse({ kid, certificate, privateKey }: StoredKey): ProviderKey {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return { kid, certificate, privateKey: key, publicKey: createPublicKey(key) };
}

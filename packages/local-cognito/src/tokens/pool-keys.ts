import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { PoolKeys, Store } from '../storage/store.ts';

const generate = promisify(generateKeyPair);

/** One of a pool's two RSA keys, ready for use. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** ID and access tokens are signed with different keys. */
interface SigningKeys {
  id: SigningKey;
  access: SigningKey;
  /** Key material for {@link TokenIssuer.secretOf}, made from the private keys. */
  secret: Buffer;
}

export interface PoolKeyring {
  /** Makes and stores the keys of a pool the first time; callers at the same time share one generation. */
  get(poolId: string): Promise<SigningKeys>;
  /** Without making any. */
  find(poolId: string): SigningKeys | undefined;
}

/** The signing keys of all pools, parsed once. */
export function createPoolKeyring(store: Pick<Store, 'keys' | 'pools'>): PoolKeyring {
  const ready = new Map<string, { stored: PoolKeys; keys: SigningKeys }>();
  const pending = new Map<string, Promise<SigningKeys>>();

  const find = (poolId: string): SigningKeys | undefined => {
    const stored = store.keys.get(poolId);
    if (!stored) return undefined;
    // An import or a seed file may have put other keys in their place.
    const known = ready.get(poolId);
    if (known?.stored === stored) return known.keys;
    const keys = parse(stored);
    ready.set(poolId, { stored, keys });
    return keys;
  };

  const make = async (poolId: string): Promise<SigningKeys> => {
    const keys = await generatePoolKeys();
    const meanwhile = find(poolId);
    if (meanwhile) return meanwhile;
    if (store.pools.get(poolId)) store.keys.put(poolId, keys);
    return parse(keys);
  };

  return {
    find,
    async get(poolId) {
      const known = find(poolId);
      if (known) return known;
      let running = pending.get(poolId);
      if (!running) {
        running = make(poolId).finally(() => pending.delete(poolId));
        pending.set(poolId, running);
      }
      return running;
    },
  };
}

/** A new pool's keys: RSA with 2,048 bits, as Cognito's. */
export async function generatePoolKeys(): Promise<PoolKeys> {
  const [id, access] = await Promise.all([generateKey(), generateKey()]);
  return { id, access };
}

async function generateKey(): Promise<PoolKeys['id']> {
  const { privateKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { kid: randomBytes(32).toString('base64'), privateKeyPem: privateKey };
}

function parse(keys: PoolKeys): SigningKeys {
  const toSigningKey = ({ kid, privateKeyPem }: PoolKeys['id']): SigningKey => {
    const privateKey = createPrivateKey(privateKeyPem);
    return { kid, privateKey, publicKey: createPublicKey(privateKey) };
  };
  const secret = createHash('sha256')
    .update(keys.id.privateKeyPem)
    .update(keys.access.privateKeyPem)
    .digest();
  return { id: toSigningKey(keys.id), access: toSigningKey(keys.access), secret };
}

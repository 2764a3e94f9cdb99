import { createPublicKey, type KeyObject } from 'node:crypto';

interface RsaSigningKey {
  kid: string;
  n: string;
  e: string;
}

function isRsaSigningKey(jwk: unknown): jwk is RsaSigningKey {
  if (typeof jwk !== 'object' || jwk === null) return false;
  const { kid, kty, use, alg, n, e } = jwk as Record<string, unknown>;
  const isMeant = kty === 'RSA' && use === 'sig' && (alg === undefined || alg === 'RS256');
  return isMeant && [kid, n, e].every((member) => typeof member === 'string');
}

const MIN_MODULUS_BITS = 2048;

/**
 * The RSA signing keys of a JWK set (RFC 7517) by `kid`; other keys are left out. Throws when none is left, since an
 * issuer without keys is an issuer that cannot be read. Keys equal to `previous` ones stay the same objects.
 */
export function readSigningKeys(
  jwks: unknown,
  previous: ReadonlyMap<string, KeyObject>,
): Map<string, KeyObject> {
  const listed = (jwks as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(listed)) throw new Error('The answer is not a JWK set');
  const keys = new Map<string, KeyObject>();
  for (const { kid, n, e } of listed.filter(isRsaSigningKey)) {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_MODULUS_BITS) continue;
    const known = previous.get(kid);
    keys.set(kid, known?.equals(key) ? known : key);
  }
  if (keys.size === 0) throw new Error('The JWK set holds no RSA signing key');
  return keys;
}

import { createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';

const jwksSchema = z.object({ keys: z.array(z.unknown()) });

const signingKeySchema = z.object({
  kid: z.string(),
  kty: z.literal('RSA'),
  use: z.literal('sig'),
  alg: z.literal('RS256').optional(),
  n: z.string(),
  e: z.string(),
});

const MIN_MODULUS_BITS = 2048;

/**
 * The RSA signing keys of a JWK set (RFC 7517) by `kid`; other keys are left out. Throws when none is left, since an
 * issuer without keys is an issuer that cannot be read. Keys equal to `previous` ones stay the same objects.
 */
export function readSigningKeys(
  jwks: unknown,
  previous: ReadonlyMap<string, KeyObject>,
): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const candidate of jwksSchema.parse(jwks).keys) {
    const jwk = signingKeySchema.safeParse(candidate);
    if (!jwk.success) continue;
    const { kid, kty, n, e } = jwk.data;
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_MODULUS_BITS) continue;
    const known = previous.get(kid);
    keys.set(kid, known?.equals(key) ? known : key);
  }
  if (keys.size === 0) throw new Error('The JWK set holds no RSA signing key');
  return keys;
}

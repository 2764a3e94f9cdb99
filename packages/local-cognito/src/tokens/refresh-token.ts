import { createHash, randomBytes } from 'node:crypto';

/** `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`, with which every refresh token of Cognito begins. */
const header = 'eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ';

/** Bytes of encrypted key, initialization vector, ciphertext and authentication tag. */
const partBytes = [256, 12, 1000, 16];

/** An opaque token in the shape of a compact JWE; every byte after the header is random. */
export function createRefreshToken(): string {
  return [header, ...partBytes.map((bytes) => randomBytes(bytes).toString('base64url'))].join('.');
}

/** True for the shape of a refresh token, known to this server or not. */
export function isRefreshToken(token: string): boolean {
  return token.startsWith(`${header}.`) && token.split('.').length === partBytes.length + 1;
}

/** SHA-256, hex: what the store knows of the token. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

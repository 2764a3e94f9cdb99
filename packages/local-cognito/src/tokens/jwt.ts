import { sign, verify } from 'node:crypto';
import type { SigningKey } from './pool-keys.ts';

/** A JSON object as it stands in a token. */
export type Claims = Record<string, unknown>;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS, RS256, with the header `{kid, alg}`. Signs on libuv's threads: several run at the same time. */
export function signJwt(key: SigningKey, claims: Claims): Promise<string> {
  const input = `${encode({ kid: key.kid, alg: 'RS256' })}.${encode(claims)}`;
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', Buffer.from(input), key.privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${input}.${signature.toString('base64url')}`);
    });
  });
}

/** Header and claims without checking anything; `undefined` when it is no JWS. */
export function decodeJwt(token: string): { header: Claims; claims: Claims } | undefined {
  const [header, claims, signature, ...rest] = token.split('.');
  if (!header || !claims || !signature || rest.length > 0) return undefined;
  const decodedHeader = decodePart(header);
  const decodedClaims = decodePart(claims);
  return decodedHeader && decodedClaims && { header: decodedHeader, claims: decodedClaims };
}

/** True when the token's header names this key and RS256, and the signature is the key's. */
export function isSignedBy(key: SigningKey, token: string): boolean {
  const { header } = decodeJwt(token) ?? {};
  if (header?.alg !== 'RS256' || header.kid !== key.kid) return false;
  const end = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  return verify('RSA-SHA256', Buffer.from(token.slice(0, end)), key.publicKey, signature);
}

function decodePart(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

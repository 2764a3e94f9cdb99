import { createHmac } from 'node:crypto';
import type { ErrorCode } from '@cohabit/core';
import { encodePart, type SigningKey, signToken } from './test-issuer.ts';

export interface HostileToken {
  name: string;
  token: string;
  code: ErrorCode;
  /** Set where aws-jwt-verify accepts what we refuse. */
  onlyOurs?: true;
}

/**
 * Tokens that must be refused at the app client of one bound tenant. `claims` are those of a good access token,
 * `strangerKey` is a key the issuer does not have.
 */
export function hostileTokens(options: {
  key: SigningKey;
  strangerKey: SigningKey;
  claims: Record<string, unknown>;
}): HostileToken[] {
  const { key, strangerKey, claims } = options;
  const good = signToken(key, claims);
  const [header = '', payload = '', signature = ''] = good.split('.');
  const kid = key.kid;
  const now = claims.iat as number;
  const text = JSON.stringify(claims);
  const unsigned = `${encodePart({ alg: 'none', kid })}.${payload}`;
  const hmacInput = `${encodePart({ alg: 'HS256', kid })}.${payload}`;
  const pem = key.publicKey.export({ type: 'spki', format: 'pem' });
  const hmac = createHmac('sha256', pem).update(hmacInput).digest('base64url');
  const other = (changes: Record<string, unknown>) => signToken(key, { ...claims, ...changes });
  const withHeader = (extra: Record<string, unknown>, signer = strangerKey) =>
    signToken(signer, claims, { kid, alg: 'RS256', ...extra });

  return [
    { name: 'alg none without signature', token: `${unsigned}.`, code: 'token_malformed' },
    { name: 'alg none with a signature', token: `${unsigned}.${signature}`, code: 'token_signature_invalid' },
    {
      name: 'alg nOnE',
      token: signToken(key, claims, { kid, alg: 'nOnE' }),
      code: 'token_signature_invalid',
    },
    {
      name: 'HS256 keyed with the public key',
      token: `${hmacInput}.${hmac}`,
      code: 'token_signature_invalid',
    },
    {
      name: 'RS512 in the header',
      token: signToken(key, claims, { kid, alg: 'RS512' }),
      code: 'token_signature_invalid',
    },
    {
      name: 'no alg, though well signed',
      token: signToken(key, claims, { kid }),
      code: 'token_signature_invalid',
    },
    { name: 'a key of a stranger', token: signToken(strangerKey, claims), code: 'token_signature_invalid' },
    {
      name: 'a key of a stranger under our kid',
      token: withHeader({}),
      code: 'token_signature_invalid',
    },
    {
      name: 'a kid that climbs the path',
      token: withHeader({ kid: '../../../../dev/null' }),
      code: 'token_signature_invalid',
    },
    {
      name: 'a kid named __proto__',
      token: withHeader({ kid: '__proto__' }),
      code: 'token_signature_invalid',
    },
    { name: 'a kid that is a number', token: withHeader({ kid: 1 }, key), code: 'token_malformed' },
    {
      name: 'a jwk in the header',
      token: withHeader({ jwk: strangerKey.jwk }),
      code: 'token_signature_invalid',
    },
    {
      name: 'a jku in the header',
      token: withHeader({ jku: 'https://attacker.example/jwks.json', kid: strangerKey.kid }),
      code: 'token_signature_invalid',
    },
    {
      name: 'a critical extension',
      token: withHeader({ crit: ['b64'], b64: false }, key),
      code: 'token_signature_invalid',
      onlyOurs: true,
    },
    { name: 'an empty text', token: '', code: 'token_malformed' },
    { name: 'two parts', token: `${header}.${payload}`, code: 'token_malformed' },
    { name: 'four parts', token: `${good}.${signature}`, code: 'token_malformed' },
    { name: 'five parts, as a refresh token has', token: `${good}.a.b`, code: 'token_malformed' },
    { name: 'base64 that is not base64url', token: good.replace('.', '+.'), code: 'token_malformed' },
    { name: 'a header that is not JSON', token: signToken(key, claims, '{'), code: 'token_malformed' },
    { name: 'a header that is an array', token: signToken(key, claims, []), code: 'token_malformed' },
    { name: 'a payload that is an array', token: signToken(key, [claims]), code: 'token_malformed' },
    { name: 'a payload that is null', token: signToken(key, 'null'), code: 'token_malformed' },
    { name: 'a payload that is not JSON', token: signToken(key, 'claims'), code: 'token_malformed' },
    {
      name: 'a changed payload',
      token: `${header}.${encodePart({ ...claims, roles: ['admin', 'owner'] })}.${signature}`,
      code: 'token_signature_invalid',
    },
    {
      name: 'a shortened signature',
      token: `${header}.${payload}.${signature.slice(0, -8)}`,
      code: 'token_signature_invalid',
    },
    {
      name: 'a client named twice, the last one another',
      token: signToken(key, text.replace(/}$/, ',"client_id":"nobody"}')),
      code: 'token_client_unknown',
    },
    {
      name: 'more than 16 KB',
      token: other({ padding: 'x'.repeat(16_384) }),
      code: 'token_malformed',
      onlyOurs: true,
    },
    {
      name: 'nesting 3,000 deep without times',
      token: signToken(key, text.replace(/"exp":\d+/, `"exp":${'['.repeat(3000)}${']'.repeat(3000)}`)),
      code: 'token_malformed',
    },
    { name: 'exp as text', token: other({ exp: String(now + 3600) }), code: 'token_malformed' },
    {
      name: 'exp beyond all numbers',
      token: signToken(key, text.replace(/"exp":\d+/, '"exp":1e999')),
      code: 'token_malformed',
    },
    { name: 'no exp', token: other({ exp: undefined }), code: 'token_malformed', onlyOurs: true },
    { name: 'an exp in the past', token: other({ exp: now - 60 }), code: 'token_expired' },
    { name: 'an nbf to come', token: other({ nbf: now + 60 }), code: 'token_not_yet_valid' },
    { name: 'an iat to come', token: other({ iat: now + 60 }), code: 'token_not_yet_valid', onlyOurs: true },
    { name: 'no subject', token: other({ sub: undefined }), code: 'token_malformed', onlyOurs: true },
    {
      name: 'an ID token for an access token',
      token: other({ token_use: 'id', aud: claims.client_id, client_id: undefined }),
      code: 'token_use_mismatch',
    },
    { name: 'a token use of its own', token: other({ token_use: 'refresh' }), code: 'token_use_mismatch' },
    {
      name: 'another client of the pool',
      token: other({ client_id: 'nobody' }),
      code: 'token_client_unknown',
    },
    {
      name: 'a client followed by another text',
      token: other({ client_id: `${claims.client_id} nobody` }),
      code: 'token_client_unknown',
    },
    {
      name: 'a client list',
      token: other({ client_id: [claims.client_id] }),
      code: 'token_client_unknown',
    },
    {
      name: 'another pool with our client',
      token: other({ iss: (claims.iss as string).replace(/.$/, '9') }),
      code: 'token_client_unknown',
    },
    {
      name: 'an issuer of the attacker that ends like ours',
      token: other({ iss: `https://attacker.example/${(claims.iss as string).split('/').pop()}` }),
      code: 'token_issuer_unknown',
    },
    {
      name: 'our issuer with a slash',
      token: other({ iss: `${claims.iss}/` }),
      code: 'token_issuer_unknown',
    },
    { name: 'an issuer list', token: other({ iss: [claims.iss] }), code: 'token_issuer_unknown' },
  ];
}

import { CohabitError } from '@cohabit/core';

/** A token taken apart; nothing in it is proved. */
export interface DecodedJwt {
  kid: string;
  claims: Record<string, unknown>;
  /** Header and payload as they were signed (RFC 7515 §5.2, step 8). */
  signingInput: string;
  signature: string;
}

const MAX_TOKEN_LENGTH = 16_384;
const THREE_PARTS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const MAX_SHOWN_LENGTH = 200;

/** A value of an unproved token as it may stand in an error: short, and only if it is text or a number. */
export function shown(value: unknown): string | number {
  if (typeof value === 'string') return value.slice(0, MAX_SHOWN_LENGTH);
  return typeof value === 'number' ? value : typeof value;
}

function malformed(message: string, details: { actual: unknown; expected: unknown }): never {
  throw new CohabitError('token_malformed', message, { details });
}

function parseObject(part: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  return malformed(`The ${name} of the token is not a JSON object.`, {
    actual: Array.isArray(value) ? 'array' : typeof value,
    expected: 'JSON object',
  });
}

/**
 * Takes a compact JWS apart. Throws `token_malformed` for anything but three base64url parts of at most 16 KB with JSON
 * objects inside and a `kid`; `token_signature_invalid` for an algorithm other than RS256, the only one Cognito signs
 * with, and for critical extensions (RFC 7515 §4.1.11). Keys and addresses in the header are never looked at.
 */
export function decodeJwt(token: string): DecodedJwt {
  if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH) {
    malformed('The token is not a text of sane size.', {
      actual: typeof token === 'string' ? `${token.length} characters` : typeof token,
      expected: `at most ${MAX_TOKEN_LENGTH} characters`,
    });
  }
  const parts = THREE_PARTS.exec(token);
  if (parts === null) {
    malformed('The token does not have three base64url parts. Send the access token as Cognito gave it.', {
      actual: `${token.split('.').length} parts`,
      expected: '3 base64url parts',
    });
  }
  const [, headerPart = '', payloadPart = '', signature = ''] = parts;
  const { alg, kid, crit } = parseObject(headerPart, 'header');
  if (alg !== 'RS256') {
    throw new CohabitError('token_signature_invalid', 'The token is not signed with RS256.', {
      details: { actual: shown(alg), expected: 'RS256' },
    });
  }
  if (crit !== undefined) {
    throw new CohabitError(
      'token_signature_invalid',
      'The token demands extensions that are not supported.',
      {
        details: { actual: 'crit', expected: 'no crit' },
      },
    );
  }
  if (typeof kid !== 'string') {
    malformed('The header of the token names no key.', { actual: typeof kid, expected: 'kid as text' });
  }
  const claims = parseObject(payloadPart, 'payload');
  return { kid, claims, signingInput: token.slice(0, -signature.length - 1), signature };
}

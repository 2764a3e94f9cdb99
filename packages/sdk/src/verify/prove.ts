import { type KeyObject, verify as verifySignature } from 'node:crypto';
import { type Clock, CohabitError, tenantClaimsSchema, userPoolIdOf } from '@cohabit/core';
import type { VerifiedToken } from '../context/tenant-context.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import { type DecodedJwt, decodeJwt, shown } from './jwt.ts';
import { requireTimely } from './times.ts';
import type { TrustSource } from './trust.ts';

/** A token of a trusted issuer and client, whose signature and times hold. What may change is not decided yet. */
export interface ProvenToken {
  token: VerifiedToken;
  userPoolId: string;
  clientId: string;
  kid: string;
  key: KeyObject;
  tenantClaims: ReturnType<typeof tenantClaimsSchema.safeParse>;
}

interface Origin {
  issuer: string;
  userPoolId: string;
  clientId: string;
  use: 'access' | 'id';
}

/** Where the token says it comes from. Needs no I/O, so that a made-up issuer causes none. */
function readOrigin(claims: Record<string, unknown>, cognitoEndpoint: string | undefined): Origin {
  const { iss, token_use: use } = claims;
  const userPoolId = typeof iss === 'string' ? userPoolIdOf(iss, { cognitoEndpoint }) : undefined;
  if (typeof iss !== 'string' || userPoolId === undefined) {
    throw new CohabitError('token_issuer_unknown', 'The issuer of the token is not a user pool of ours.', {
      details: { actual: shown(iss), expected: `the issuer of a user pool at ${cognitoEndpoint ?? 'AWS'}` },
    });
  }
  if (use !== 'access' && use !== 'id') {
    throw new CohabitError('token_use_mismatch', 'The token is neither an access token nor an ID token.', {
      details: { actual: shown(use), expected: ['access', 'id'] },
    });
  }
  const clientId = use === 'access' ? claims.client_id : claims.aud;
  if (typeof clientId !== 'string') {
    throw new CohabitError(
      'token_client_unknown',
      'The token does not name the app client it was issued to.',
      {
        details: { actual: shown(clientId), expected: use === 'access' ? 'client_id' : 'aud' },
      },
    );
  }
  return { issuer: iss, userPoolId, clientId, use };
}

function requireSignature(jwt: DecodedJwt, key: KeyObject): void {
  const data = Buffer.from(jwt.signingInput, 'latin1');
  if (verifySignature('RSA-SHA256', data, key, Buffer.from(jwt.signature, 'base64url'))) return;
  throw new CohabitError('token_signature_invalid', 'The signature of the token is not of its issuer.', {
    details: { actual: 'a signature that does not match', expected: `RS256 by key ${shown(jwt.kid)}` },
  });
}

/**
 * Proves a token that has not been seen before, cheap and local checks first: form, issuer, app client; only then are
 * the issuer's keys asked for, and the signature and the times checked.
 */
export function createProver(options: {
  trust: TrustSource;
  keys: IssuerKeys;
  cognitoEndpoint: string | undefined;
  clock: Clock;
}): (token: string) => Promise<ProvenToken> {
  const { trust, keys, cognitoEndpoint, clock } = options;

  return async function prove(token) {
    const jwt = decodeJwt(token);
    const { issuer, userPoolId, clientId, use } = readOrigin(jwt.claims, cognitoEndpoint);
    const known = trust.recallPlacement?.(userPoolId, clientId);
    const placement = known ? known.value : await trust.findPlacement(userPoolId, clientId);
    if (placement === undefined) {
      throw new CohabitError('token_client_unknown', 'The app client of the token is not one of ours.', {
        details: { actual: shown(clientId), expected: 'an app client of a placement' },
      });
    }
    const key = keys.recall(issuer, jwt.kid) ?? (await keys.find(issuer, jwt.kid));
    requireSignature(jwt, key);
    const times = requireTimely(jwt.claims, clock());
    const { sub } = jwt.claims;
    if (typeof sub !== 'string') {
      throw new CohabitError('token_malformed', 'The token does not say whose it is.', {
        details: { actual: typeof sub, expected: 'sub as text' },
      });
    }
    const verified = { issuer, subject: sub, use, ...times, claims: jwt.claims };
    const tenantClaims = tenantClaimsSchema.safeParse(jwt.claims);
    return { token: deepFreeze(verified), userPoolId, clientId, kid: jwt.kid, key, tenantClaims };
  };
}

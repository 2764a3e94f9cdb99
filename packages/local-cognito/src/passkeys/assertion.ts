/*
 * Signing in with a passkey (WebAuthn §7.2), checked by @simplewebauthn/server.
 */
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { wantsPasskeyMfa } from '../flows/first-factors.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { base64url, readClientData } from './client-data.ts';
import { findPasskey, type Passkey, putPasskey } from './passkey.ts';
import { ceremonyTimeoutMs, isOriginOf, relyingPartyId, requiresUserVerification } from './relying-party.ts';

/** `AuthenticationResponseJSON`, as far as it counts. */
const response = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});

/** `CREDENTIAL_REQUEST_OPTIONS` for one of these passkeys, with a new challenge. */
export async function requestOptions(
  cognito: Cognito,
  pool: PoolRecord,
  passkeys: readonly Pick<Passkey, 'id' | 'transports'>[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  return generateAuthenticationOptions({
    rpID: relyingPartyId(cognito, pool),
    timeout: ceremonyTimeoutMs,
    userVerification: requiresUserVerification(pool) ? 'required' : 'preferred',
    allowCredentials: passkeys.map(({ id, transports }) => ({ id, transports })),
  });
}

export interface Assertion {
  isUserVerified: boolean;
  /** The key is not bound to one device. */
  isSynced: boolean;
}

/**
 * `undefined` when the assertion is not right, or not one of this user's passkeys. Throws InvalidParameterException
 * for what is no AuthenticationResponseJSON.
 */
export async function verifyAssertion(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  { credential, expectedChallenge }: { credential: string; expectedChallenge: string },
): Promise<Assertion | undefined> {
  const assertion = parseAssertion(credential);
  const passkey = findPasskey(cognito, pool, user, assertion.id);
  const origin = readClientData(assertion.response.clientDataJSON)?.origin ?? '';
  const relyingParty = relyingPartyId(cognito, pool);
  if (!passkey || !isOriginOf(relyingParty, origin)) return undefined;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: assertion,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: relyingParty,
      requireUserVerification: requiresUserVerification(pool) || wantsPasskeyMfa(pool, user),
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    });
    if (!verified) return undefined;
    const current = findPasskey(cognito, pool, user, passkey.id);
    if (!current) return undefined;
    putPasskey(cognito, pool, user, { ...current, counter: authenticationInfo.newCounter });
    const { userVerified, credentialDeviceType } = authenticationInfo;
    return { isUserVerified: userVerified, isSynced: credentialDeviceType === 'multiDevice' };
  } catch {
    return undefined;
  }
}

function parseAssertion(credential: string) {
  let json: unknown;
  try {
    json = JSON.parse(credential);
  } catch {}
  const { success, data } = response.safeParse(json);
  if (!success) throw invalidParameter('CREDENTIAL must be the JSON of a WebAuthn authentication response.');
  const { userHandle, ...parts } = data.response;
  return { ...data, response: { ...parts, ...(userHandle !== undefined && { userHandle }) } };
}

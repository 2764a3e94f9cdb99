/*
 * Registering a passkey (WebAuthn §7.1), checked by @simplewebauthn/server.
 */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';
import type { AccessToken } from '../tokens/issue.ts';
import { CognitoError } from '../wire/errors.ts';
import { base64url, readClientData } from './client-data.ts';
import { listPasskeys, maxPasskeys, type Passkey, putPasskey } from './passkey.ts';
import {
  ceremonyTimeoutMs,
  checkPasskeysEnabled,
  isOriginOf,
  passkeyAlgorithms,
  relyingPartyId,
  requiresUserVerification,
} from './relying-party.ts';

/** `RegistrationResponseJSON`, as far as it counts. */
export const registrationResponse = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(64)).max(16).optional(),
  }),
});

/** A registration that was started; a user has one at a time. */
interface PendingRegistration {
  challenge: string;
  clientId: string;
  /** Epoch ms. */
  expiresAt: number;
}

/** Who registers a passkey: signed in, with this client. */
export type Registrant = Pick<AccessToken, 'pool' | 'user' | 'client'>;

const pendingKind = documentKind<PendingRegistration>('passkey-registration');

/** Throws WebAuthnNotEnabled-, WebAuthnConfigurationMissing- and LimitExceededException. */
export async function startRegistration(
  cognito: Cognito,
  { pool, user, client }: Registrant,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  checkPasskeysEnabled(pool);
  const rpID = relyingPartyId(cognito, pool);
  const passkeys = listPasskeys(cognito, pool, user).items;
  checkQuota(passkeys);
  const { email, phone_number: phone, name } = user.attributes;
  const userName = email ?? phone ?? user.username;
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  const options = await generateRegistrationOptions({
    rpName: rpID,
    rpID,
    userID: new Uint8Array(Buffer.from(user.sub)),
    userName,
    userDisplayName: name ?? userName,
    timeout: ceremonyTimeoutMs,
    attestationType: 'none',
    supportedAlgorithmIDs: passkeyAlgorithms,
    authenticatorSelection: {
      residentKey: 'required',
      userVerification: requiresUserVerification(pool) ? 'required' : 'preferred',
    },
    excludeCredentials: passkeys.map(({ id, transports }) => ({ id, transports })),
  });
  cognito.store.documents.put(
    pendingKind,
    { poolId: pool.id, id: user.sub, owner: user.username },
    {
      challenge: options.challenge,
      clientId: client.id,
      expiresAt: cognito.clock() + ceremonyTimeoutMs,
    },
  );
  return options;
}

/** Throws one of the WebAuthn exceptions, which say what of the credential does not fit. */
export async function completeRegistration(
  cognito: Cognito,
  { pool, user, client }: Registrant,
  credential: z.output<typeof registrationResponse>,
): Promise<void> {
  checkPasskeysEnabled(pool);
  const rpID = relyingPartyId(cognito, pool);
  const { documents } = cognito.store;
  const pending = documents.get(pendingKind, pool.id, user.sub);
  const clientData = readClientData(credential.response.clientDataJSON);
  if (!pending || cognito.clock() >= pending.expiresAt || clientData?.challenge !== pending.challenge) {
    throw refusal(
      'ChallengeNotFound',
      'The challenge is unknown or expired: call StartWebAuthnRegistration.',
    );
  }
  if (pending.clientId !== client.id) {
    throw refusal('ClientMismatch', 'The registration was started with another app client.');
  }
  if (!isOriginOf(rpID, clientData.origin)) {
    throw refusal('OriginNotAllowed', `The origin does not belong to the relying party ${rpID}.`);
  }
  documents.delete(pendingKind, pool.id, user.sub);
  const verification = await verify(credential, {
    expectedChallenge: pending.challenge,
    expectedOrigin: clientData.origin,
    expectedRPID: rpID,
    requireUserVerification: requiresUserVerification(pool),
  });
  checkQuota(listPasskeys(cognito, pool, user).items);
  putPasskey(cognito, pool, user, {
    id: verification.credential.id,
    friendlyName: credential.authenticatorAttachment === 'platform' ? 'Passkey on this device' : 'Passkey',
    relyingPartyId: rpID,
    publicKey: Buffer.from(verification.credential.publicKey).toString('base64url'),
    counter: verification.credential.counter,
    transports: credential.response.transports ?? [],
    ...(credential.authenticatorAttachment && { attachment: credential.authenticatorAttachment }),
    createdAt: cognito.clock(),
  });
}

async function verify(
  credential: z.output<typeof registrationResponse>,
  expected: {
    expectedChallenge: string;
    expectedOrigin: string;
    expectedRPID: string;
    requireUserVerification: boolean;
  },
) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: credential as RegistrationResponseJSON,
      supportedAlgorithmIDs: passkeyAlgorithms,
      ...expected,
    });
    if (verified) return registrationInfo;
  } catch (error) {
    if (error instanceof Error && /RP ID/i.test(error.message)) {
      throw refusal(
        'RelyingPartyMismatch',
        `The credential belongs to another relying party than ${expected.expectedRPID}.`,
      );
    }
  }
  throw refusal('CredentialNotSupported', 'The credential cannot be verified, or is of an unsupported kind.');
}

const refusal = (what: string, message: string) => new CognitoError(`WebAuthn${what}Exception`, message);

function checkQuota(passkeys: readonly Passkey[]): void {
  if (passkeys.length >= maxPasskeys) {
    throw new CognitoError('LimitExceededException', `A user can have ${maxPasskeys} passkeys.`);
  }
}

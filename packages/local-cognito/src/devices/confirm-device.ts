import type { Cognito } from '../cognito.ts';
import { N } from '../crypto/srp-group.ts';
import type { AccessToken } from '../tokens/issue.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';
import { hasDevice, putDevice, tracksDevices } from './device.ts';

/** `DeviceSecretVerifierConfig`, both base64 of big-endian bytes. */
export interface DeviceVerifier {
  PasswordVerifier?: string | undefined;
  Salt?: string | undefined;
}

/**
 * Makes the device of the caller's sign-in known. Answers true when the user still has to say that it may be remembered.
 * Throws InvalidParameterException for another device's key, DeviceKeyExistsException.
 */
export function confirmDevice(
  cognito: Cognito,
  { pool, user, deviceKey }: AccessToken,
  input: { key: string; name: string | undefined; verifier: DeviceVerifier | undefined },
): boolean {
  const { key, name } = input;
  if (!tracksDevices(pool)) throw invalidParameter('The user pool does not remember devices.');
  if (key !== deviceKey) throw invalidParameter('Invalid device key given.');
  if (hasDevice(cognito, pool, user, key)) {
    throw new CognitoError('DeviceKeyExistsException', 'Device key already exists.');
  }
  const verifier = readNumber(input.verifier?.PasswordVerifier);
  const salt = readNumber(input.verifier?.Salt);
  if (verifier === undefined || salt === undefined || BigInt(`0x${verifier}`) >= N) {
    throw invalidParameter('Invalid DeviceSecretVerifierConfig given.');
  }
  const isRemembered = pool.pool.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt !== true;
  const now = cognito.clock();
  putDevice(cognito, pool, user, {
    key,
    ...(name === undefined ? {} : { name }),
    salt,
    verifier,
    isRemembered,
    createdAt: now,
    updatedAt: now,
    authenticatedAt: now,
  });
  return !isRemembered;
}

/** Hex of a positive number of at most 3072 bits and a sign byte. */
function readNumber(base64 = ''): string | undefined {
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return hex.length > 0 && hex.length <= 770 && /[1-9a-f]/.test(hex) ? hex : undefined;
}

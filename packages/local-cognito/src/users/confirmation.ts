/*
 * Sign-up: the code that confirms it, and what it does.
 */
import { createCode, takeCode } from '../codes/codes.ts';
import type { Cognito } from '../cognito.ts';
import { deliverCode } from '../messages/deliver-code.ts';
import { addressAttribute, type CodeDeliveryDetails, type Medium } from '../messages/purpose.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { notAuthorized } from '../wire/errors.ts';

/** Of codes that confirm a sign-up. */
export const signUpCode = { purpose: 'sign-up', validForMs: 24 * 60 * 60 * 1000 };

/** Sends a code that confirms the user and verifies the address it goes to. */
export async function sendSignUpCode(
  cognito: Cognito,
  call: {
    pool: PoolRecord;
    client: ClientRecord;
    user: UserRecord;
    medium: Medium;
    purpose: 'SignUp' | 'ResendCode';
    clientMetadata: Record<string, string> | undefined;
  },
): Promise<CodeDeliveryDetails> {
  const { pool, user } = call;
  const attribute = addressAttribute(call.medium);
  const data = { attribute, value: user.attributes[attribute] };
  const code = createCode(cognito, { pool, user, ...signUpCode, digits: 6, data });
  return deliverCode(cognito, { ...call, code });
}

/** The user once the code is taken: confirmed, and the address verified unless it is another one by now. */
export function takeSignUpCode(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  code: string,
): UserRecord {
  const { attribute, value } = takeCode(cognito, { pool, user, purpose: signUpCode.purpose }, code);
  const verifies = typeof attribute === 'string' && user.attributes[attribute] === value;
  return confirmed(cognito, {
    ...user,
    attributes: { ...user.attributes, ...(verifies && { [`${attribute}_verified`]: 'true' }) },
  });
}

const usedCode = documentKind<string>('used-sign-up-code');

/** Remembers the code that confirmed the user: whoever sends it again may be told that they are confirmed. */
export function keepUsedSignUpCode(
  { store }: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  { username }: UserRecord,
  code: string,
): void {
  store.documents.put(usedCode, { poolId: pool.id, id: username, owner: username }, code);
}

export function isUsedSignUpCode(
  { store }: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  { username }: UserRecord,
  code: string,
): boolean {
  return store.documents.get(usedCode, pool.id, username) === code;
}

export function confirmed({ clock }: Pick<Cognito, 'clock'>, user: UserRecord): UserRecord {
  return { ...user, status: 'CONFIRMED', updatedAt: clock() };
}

/** Throws NotAuthorizedException unless the user waits to be confirmed. */
export function checkUnconfirmed({ status }: UserRecord): void {
  if (status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
  }
}

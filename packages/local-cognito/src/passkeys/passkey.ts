import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { documentKind, type Page } from '../storage/store.ts';
import { resourceNotFound } from '../wire/errors.ts';

/** How many a user may have (Cognito's quota). */
export const maxPasskeys = 20;

/** A credential that a user registered. */
export interface Passkey {
  /** Base64url. */
  id: string;
  friendlyName: string;
  relyingPartyId: string;
  /** COSE key, base64url. */
  publicKey: string;
  /** Signature counter that the authenticator showed last. */
  counter: number;
  transports: string[];
  attachment?: string;
  /** Epoch ms. */
  createdAt: number;
}

type Keeper = Pick<Cognito, 'store'>;

const kind = documentKind<Passkey>('passkey');
const idOf = (user: UserRecord, id: string) => `${user.sub}/${id}`;

export function listPasskeys(
  { store }: Keeper,
  pool: PoolRecord,
  user: UserRecord,
  options: { limit: number; after?: string | undefined } = { limit: maxPasskeys },
): Page<Passkey> {
  return store.documents.list(kind, pool.id, { ...options, prefix: `${user.sub}/` });
}

export function hasPasskey(keeper: Keeper, pool: PoolRecord, user: UserRecord): boolean {
  return listPasskeys(keeper, pool, user, { limit: 1 }).items.length > 0;
}

export function findPasskey(
  { store }: Keeper,
  pool: PoolRecord,
  user: UserRecord,
  id: string,
): Passkey | undefined {
  return store.documents.get(kind, pool.id, idOf(user, id));
}

export function putPasskey({ store }: Keeper, pool: PoolRecord, user: UserRecord, passkey: Passkey): void {
  store.documents.put(kind, { poolId: pool.id, id: idOf(user, passkey.id), owner: user.username }, passkey);
}

/** Throws ResourceNotFoundException. */
export function deletePasskey({ store }: Keeper, pool: PoolRecord, user: UserRecord, id: string): void {
  if (!store.documents.delete(kind, pool.id, idOf(user, id))) {
    throw resourceNotFound('The WebAuthn credential does not exist.');
  }
}

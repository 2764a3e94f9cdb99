import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { documentKind, type Page } from '../storage/store.ts';
import { resourceNotFound } from '../wire/errors.ts';

/** A device that ConfirmDevice made known. */
export interface DeviceRecord {
  key: string;
  name?: string;
  /** Hex. */
  salt: string;
  /** SRP verifier of the device's secret, hex. */
  verifier: string;
  isRemembered: boolean;
  /** Epoch ms. */
  createdAt: number;
  updatedAt: number;
  authenticatedAt: number;
}

/** `DeviceRememberedStatus`. */
export const rememberedStatus = z.enum(['remembered', 'not_remembered']).optional();

/** How many a page may have. */
export const maxDevices = 60;

const kind = documentKind<DeviceRecord>('device');
const idOf = (user: UserRecord, key: string) => `${user.sub}/${key}`;

/** True when the pool has a `DeviceConfiguration`: sign-ins answer NewDeviceMetadata. */
export function tracksDevices({ pool }: PoolRecord): boolean {
  return pool.DeviceConfiguration !== undefined;
}

/** `<region>_<uuid>`. */
export const newDeviceKey = (region: string) => `${region}_${randomUUID()}`;

/** The group key of a device key, the same each time: it takes the place of the pool name in the device's SRP. */
export async function deviceGroupKey(cognito: Cognito, pool: PoolRecord, key: string): Promise<string> {
  const secret = await cognito.tokens.secretOf(pool.id, `device group of ${key}`);
  return `-${secret.toString('base64url').replaceAll(/[-_]/g, '').slice(0, 8)}`;
}

type Keeper = Pick<Cognito, 'store'>;

/** Throws ResourceNotFoundException, which tells clients to try without the device key. */
export function findDevice({ store }: Keeper, pool: PoolRecord, user: UserRecord, key: string): DeviceRecord {
  const device = store.documents.get(kind, pool.id, idOf(user, key));
  if (!device) throw resourceNotFound('Device does not exist.');
  return device;
}

export function hasDevice({ store }: Keeper, pool: PoolRecord, user: UserRecord, key: string): boolean {
  return store.documents.get(kind, pool.id, idOf(user, key)) !== undefined;
}

export function putDevice({ store }: Keeper, pool: PoolRecord, user: UserRecord, device: DeviceRecord): void {
  store.documents.put(kind, { poolId: pool.id, id: idOf(user, device.key), owner: user.username }, device);
}

/** Throws ResourceNotFoundException. */
export function forgetDevice({ store }: Keeper, pool: PoolRecord, user: UserRecord, key: string): void {
  if (!store.documents.delete(kind, pool.id, idOf(user, key)))
    throw resourceNotFound('Device does not exist.');
}

export function listDevices(
  { store }: Keeper,
  pool: PoolRecord,
  user: UserRecord,
  options: { limit: number; after?: string | undefined },
): Page<DeviceRecord> {
  return store.documents.list(kind, pool.id, { ...options, prefix: `${user.sub}/` });
}

/** Changes whether the device may be remembered, where a status is given. Throws ResourceNotFoundException. */
export function setRemembered(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  { key, status }: { key: string; status: z.output<typeof rememberedStatus> },
): void {
  const device = findDevice(cognito, pool, user, key);
  if (status === undefined) return;
  const isRemembered = status === 'remembered';
  putDevice(cognito, pool, user, { ...device, isRemembered, updatedAt: cognito.clock() });
}

/** After a sign-in with the device. */
export function touchDevice(
  cognito: Cognito,
  pool: PoolRecord,
  user: UserRecord,
  key: string | undefined,
): void {
  if (key === undefined || !hasDevice(cognito, pool, user, key)) return;
  putDevice(cognito, pool, user, {
    ...findDevice(cognito, pool, user, key),
    authenticatedAt: cognito.clock(),
  });
}

/** True when proving this device takes the place of a second factor. */
export function replacesMfa(
  { store }: Keeper,
  pool: PoolRecord,
  user: UserRecord,
  key: string | undefined,
): boolean {
  if (key === undefined || pool.pool.DeviceConfiguration?.ChallengeRequiredOnNewDevice !== true) return false;
  return store.documents.get(kind, pool.id, idOf(user, key))?.isRemembered === true;
}

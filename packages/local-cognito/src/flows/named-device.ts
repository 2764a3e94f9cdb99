import { findDevice, tracksDevices } from '../devices/device.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Attempt } from './attempt.ts';
import type { Progress } from './progress.ts';

/**
 * The sign-in with the device that the client names in `DEVICE_KEY`, in a pool that tracks devices. Throws
 * ResourceNotFoundException `Device does not exist.`, upon which clients try again without it.
 */
export function namedDevice(
  { cognito, pool }: Attempt,
  user: UserRecord,
  progress: Progress,
  deviceKey: string | undefined,
): Progress {
  if (!deviceKey || !tracksDevices(pool)) return progress;
  return { ...progress, deviceKey: findDevice(cognito, pool, user, deviceKey).key };
}

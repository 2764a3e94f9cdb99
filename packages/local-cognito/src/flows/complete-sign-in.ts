import { deviceGroupKey, newDeviceKey, touchDevice, tracksDevices } from '../devices/device.ts';
import type { SignInDetails, UserRecord } from '../storage/records.ts';
import { postAuthentication } from '../triggers/post-authentication.ts';
import { beginSession, evictSessions } from '../user-sessions/token-sessions.ts';
import { notAuthorized } from '../wire/errors.ts';
import { acrOf, amrOf } from './acr.ts';
import type { Attempt, AuthResponse } from './attempt.ts';
import { clearFailures } from './lockout.ts';
import type { Progress } from './progress.ts';

/** Everything is proven: PostAuthentication, then PreTokenGeneration and the tokens. */
export async function completeSignIn(
  attempt: Attempt,
  user: UserRecord,
  progress: Progress,
  clientMetadata: Record<string, string> | undefined,
): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  const newDevice =
    tracksDevices(pool) && !progress.isDeviceProven ? newDeviceKey(cognito.region) : undefined;
  await postAuthentication(cognito.triggers, {
    pool,
    client,
    user,
    newDeviceUsed: newDevice !== undefined,
    clientMetadata,
  });
  const current = cognito.store.users.get(pool.id, user.username);
  if (!current?.enabled) throw notAuthorized('User is disabled.');
  const details = detailsOf(attempt, progress, newDevice);
  const tokens = await cognito.tokens.issue({
    pool,
    client,
    user: current,
    triggerSource: progress.triggerSource,
    clientMetadata,
    details,
  });
  clearFailures(cognito, pool, current);
  evictSessions(cognito, pool, current, details.session?.id);
  if (progress.isDeviceProven) touchDevice(cognito, pool, current, progress.deviceKey);
  const DeviceGroupKey = newDevice && (await deviceGroupKey(cognito, pool, newDevice));
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      ...tokens,
      ...(newDevice && DeviceGroupKey && { NewDeviceMetadata: { DeviceKey: newDevice, DeviceGroupKey } }),
    },
  };
}

function detailsOf(
  { cognito, pool }: Attempt,
  { methods, deviceKey, isDeviceProven, targetLevel }: Progress,
  newDevice: string | undefined,
): SignInDetails {
  const usesStepUp = pool.pool.AcrConfiguration !== undefined || targetLevel !== undefined;
  const device = newDevice ?? (isDeviceProven ? deviceKey : undefined);
  const acr = usesStepUp ? acrOf(pool, methods) : undefined;
  const session = beginSession(cognito, pool);
  return {
    amr: amrOf(methods),
    ...(device !== undefined && { deviceKey: device }),
    ...(acr !== undefined && { acr }),
    ...(session && { session }),
  };
}

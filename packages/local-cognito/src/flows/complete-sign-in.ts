import { deviceGroupKey, newDeviceKey, touchDevice, tracksDevices } from '../devices/device.ts';
import type { SignInDetails, UserRecord } from '../storage/records.ts';
import { functionArn } from '../triggers/invoke.ts';
import { postAuthentication } from '../triggers/post-authentication.ts';
import { beginSession, evictSessions } from '../user-sessions/token-sessions.ts';
import { notAuthorized, userNotFound } from '../wire/errors.ts';
import { acrOf, amrOf } from './acr.ts';
import type { Attempt, AuthResponse } from './attempt.ts';
import { clearFailures } from './lockout.ts';
import type { Progress } from './progress.ts';
import { incorrectPassword } from './prove-password.ts';

/** Everything is proven: PostAuthentication, then PreTokenGeneration and the tokens; at managed login, no tokens yet. */
export async function completeSignIn(
  attempt: Attempt,
  user: UserRecord,
  progress: Progress,
  clientMetadata: Record<string, string> | undefined,
): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  const newDevice =
    attempt.via !== 'managed-login' && tracksDevices(pool) && !progress.isDeviceProven
      ? newDeviceKey(cognito.region)
      : undefined;
  const current = await tellFunction(attempt, user, newDevice !== undefined, clientMetadata);
  const details = detailsOf(attempt, progress, newDevice);
  if (attempt.via === 'managed-login') {
    clearFailures(cognito, pool, current);
    return { ChallengeParameters: {}, signedIn: { user: current, details } };
  }
  const tokens = await cognito.tokens.issue({
    pool,
    client,
    user: current,
    triggerSource: progress.triggerSource,
    clientMetadata,
    eventId: attempt.eventId,
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

/** The user as the function leaves it. Throws NotAuthorizedException for one who was disabled or signed out meanwhile. */
async function tellFunction(
  { cognito, pool, client }: Attempt,
  user: UserRecord,
  newDeviceUsed: boolean,
  clientMetadata: Record<string, string> | undefined,
): Promise<UserRecord> {
  if (functionArn(pool, 'PostAuthentication') === undefined) return user;
  await postAuthentication(cognito.triggers, { pool, client, user, newDeviceUsed, clientMetadata });
  const current = cognito.store.users.get(pool.id, user.username);
  if (current?.sub !== user.sub) throw userNotFound();
  if (!current.enabled) throw notAuthorized('User is disabled.');
  if (current.signedOutAt !== user.signedOutAt) throw incorrectPassword();
  return current;
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

import { migrateUser } from '../users/migrate-user.ts';
import { admitUser } from './admit-user.ts';
import { type Attempt, type AuthResponse, type Parameters, requireParameter } from './attempt.ts';
import { checkSecretHash } from './client-secret.ts';
import { namedDevice } from './named-device.ts';
import { nextStep } from './next-step.ts';
import { newProgress, passed } from './progress.ts';
import { provePassword } from './prove-password.ts';
import { readStepUp } from './step-up.ts';

/** USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, and the password of managed login: as text. */
export async function userPasswordAuth(
  attempt: Attempt,
  parameters: Parameters,
  clientMetadata: Record<string, string> | undefined,
): Promise<AuthResponse> {
  const name = requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'PASSWORD');
  checkSecretHash(attempt.client, name, parameters.SECRET_HASH);
  const isKnown = attempt.cognito.store.users.find(attempt.pool, name) !== undefined;
  const migrated = isKnown ? undefined : await migrateUser(attempt, name, password, clientMetadata);
  const candidate = await admitUser(attempt, migrated?.username ?? name, clientMetadata);
  const user = await provePassword(attempt.cognito, attempt.pool, { name, user: candidate, password });
  const start = attempt.via === 'managed-login' ? readStepUp(attempt, user, parameters) : newProgress;
  const progress = passed(start, 'PASSWORD', 'pwd');
  return nextStep(attempt, user, namedDevice(attempt, user, progress, parameters.DEVICE_KEY));
}

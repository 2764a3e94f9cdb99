import type { UserRecord } from '../storage/records.ts';
import { eventAttributes } from '../triggers/event.ts';
import { functionArn } from '../triggers/invoke.ts';
import { preAuthentication } from '../triggers/pre-authentication.ts';
import { CognitoError, userNotFound } from '../wire/errors.ts';
import type { Attempt } from './attempt.ts';

/** True when a name that nobody owns is answered as a wrong password; Admin operations always tell. */
export function hidesUserExistence({ client, via }: Attempt): boolean {
  return via !== 'admin' && client.client.PreventUserExistenceErrors === 'ENABLED';
}

/**
 * Finds who wants to sign in and asks the PreAuthentication function, before anything is proven. `undefined`: nobody,
 * and the client must not learn it. Throws UserNotFoundException where it may, PasswordResetRequiredException for a
 * user whose password no longer counts, and the function's refusal.
 */
export async function admitUser(
  attempt: Attempt,
  name: string,
  clientMetadata: Record<string, string> | undefined,
): Promise<UserRecord | undefined> {
  const { cognito, pool } = attempt;
  const user = cognito.store.users.find(pool, name);
  if (!user && !hidesUserExistence(attempt)) throw userNotFound();
  if (user?.status === 'RESET_REQUIRED') {
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (functionArn(pool, 'PreAuthentication') === undefined) return user;
  await preAuthentication(cognito.triggers, {
    pool,
    client: attempt.client,
    username: user?.username ?? name,
    userAttributes: user ? eventAttributes(user) : {},
    validationData: clientMetadata,
    userNotFound: user === undefined,
  });
  return user && cognito.store.users.get(pool.id, user.username);
}

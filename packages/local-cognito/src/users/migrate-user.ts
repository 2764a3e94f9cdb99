import { hidesUserExistence } from '../flows/admit-user.ts';
import type { Attempt } from '../flows/attempt.ts';
import { incorrectPassword } from '../flows/prove-password.ts';
import { passwordPolicy } from '../passwords/policy.ts';
import { temporaryPassword } from '../passwords/temporary-password.ts';
import type { UserRecord } from '../storage/records.ts';
import { type MigratedUser, userMigration } from '../triggers/user-migration.ts';
import { CognitoError, userNotFound } from '../wire/errors.ts';
import { newAttributes } from './attributes.ts';
import { claimSignInNames } from './claim-sign-in-names.ts';
import { invite } from './invitation.ts';
import { newUser } from './new-user.ts';
import { newUsername } from './new-username.ts';

/**
 * A sign-in with a password by somebody whom the pool does not know: the UserMigration function may know them, and
 * says whether the password is right. `undefined`: it does not, or there is no such function.
 *
 * Throws UserNotFoundException when the function throws (`undefined` where that must stay hidden), and for a user that
 * cannot be created.
 */
export async function migrateUser(
  attempt: Attempt,
  name: string,
  password: string,
  validationData: Record<string, string> | undefined,
): Promise<UserRecord | undefined> {
  const triggerSource = 'UserMigration_Authentication';
  const migrated = await askFunction(attempt, { name, triggerSource, password, validationData });
  return migrated && bringAlong(attempt, name, migrated, password);
}

/** The same for ForgotPassword, where no password is known. */
export async function migrateForgottenUser(
  attempt: Attempt,
  name: string,
  clientMetadata: Record<string, string> | undefined,
): Promise<UserRecord | undefined> {
  const triggerSource = 'UserMigration_ForgotPassword';
  const migrated = await askFunction(attempt, { name, triggerSource, clientMetadata });
  return migrated && bringAlong(attempt, name, migrated, undefined);
}

/**
 * The user, stored; welcomed with the pool's invitation unless the function suppresses it (`messageAction`), by SMS unless
 * it asks for other ways (`desiredDeliveryMediums`).
 */
async function bringAlong(
  attempt: Attempt,
  name: string,
  migrated: MigratedUser,
  password: string | undefined,
): Promise<UserRecord> {
  const { cognito, pool } = attempt;
  const user = createMigrated(attempt, name, migrated, password);
  if (migrated.messageAction === 'SUPPRESS') return user;
  const isKept = user.password !== undefined && password !== undefined;
  await invite(cognito, {
    pool,
    user,
    temporaryPassword: isKept ? password : temporaryPassword(passwordPolicy(pool)),
    mediums: migrated.desiredDeliveryMediums ?? ['SMS'],
    clientMetadata: undefined,
  });
  return user;
}

/** Why the function refuses is not told: an error of its own is one of Cognito's. */
async function askFunction(
  attempt: Attempt,
  call: Omit<Parameters<typeof userMigration>[1], 'pool' | 'client'>,
): Promise<MigratedUser | undefined> {
  const { pool, client, cognito } = attempt;
  try {
    return await userMigration(cognito.triggers, { pool, client, ...call });
  } catch (error) {
    if (!(error instanceof CognitoError) || error.type !== 'UserLambdaValidationException') throw error;
    // A client that hides who exists must not hear that there was somebody to ask about.
    if (hidesUserExistence(attempt)) return undefined;
    throw userNotFound('Exception during user migration');
  }
}

/**
 * Stored at once: with the password typed where the function confirms it, else to be reset. `userAttributes.username` is
 * the username where `name` is an alias.
 */
function createMigrated(
  attempt: Attempt,
  name: string,
  migrated: MigratedUser,
  password: string | undefined,
): UserRecord {
  const { cognito, pool } = attempt;
  const { username: chosen, ...given } = migrated.userAttributes ?? {};
  const hasAliases = Boolean(pool.pool.UsernameAttributes?.length);
  try {
    const typed = hasAliases ? name : (chosen ?? name);
    const { username, sub, attribute } = newUsername(pool, typed, cognito.ids.newSub());
    const attributes = newAttributes(pool, [
      ...Object.entries(given).map(([Name, Value]) => ({ Name, Value })),
      ...(attribute ? [{ Name: attribute, Value: name }] : []),
    ]);
    const isConfirmed = migrated.finalUserStatus === 'CONFIRMED' && password !== undefined;
    const user = newUser(cognito, pool, {
      username,
      sub,
      attributes,
      status: isConfirmed ? 'CONFIRMED' : 'RESET_REQUIRED',
      password: isConfirmed ? password : undefined,
    });
    if (migrated.enableSMSMFA) user.mfa = { enabled: ['SMS_MFA'], preferred: 'SMS_MFA' };
    claimSignInNames({
      cognito,
      pool,
      user,
      force: migrated.forceAliasCreation ?? false,
      write: () => cognito.store.users.insert(pool, user),
    });
    return user;
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    if (hidesUserExistence(attempt)) throw incorrectPassword();
    throw userNotFound(`Exception migrating user in app client ${attempt.client.id}`);
  }
}

import { createCode } from '../codes/codes.ts';
import type { Cognito } from '../cognito.ts';
import { recoveryMedium } from '../messages/code-medium.ts';
import { deliverCode } from '../messages/deliver-code.ts';
import type { CodeDeliveryDetails } from '../messages/purpose.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { type CognitoError, invalidParameter, notAuthorized } from '../wire/errors.ts';

/** Of codes that reset a password. */
export const resetCode = { purpose: 'reset-password', validForMs: 60 * 60 * 1000 };

/** Why a user cannot reset the password; `undefined`: they can. */
function obstacle(pool: PoolRecord, user: UserRecord): CognitoError | undefined {
  if (!user.enabled) return notAuthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER') {
    return notAuthorized('User password cannot be reset in the current state.');
  }
  if (recoveryMedium(pool, user)) return undefined;
  return invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  );
}

export function isRecoverable(pool: PoolRecord, user: UserRecord): boolean {
  return obstacle(pool, user) === undefined;
}

/** Throws NotAuthorizedException or InvalidParameterException for a user who cannot reset the password. */
export function checkRecoverable(pool: PoolRecord, user: UserRecord): void {
  const error = obstacle(pool, user);
  if (error) throw error;
}

/** Sends a code that resets the password. Throws as {@link checkRecoverable} does. */
export async function sendResetCode(
  cognito: Cognito,
  call: {
    pool: PoolRecord;
    /** Left out when an administrator resets the password. */
    client?: ClientRecord;
    user: UserRecord;
    clientMetadata: Record<string, string> | undefined;
  },
): Promise<CodeDeliveryDetails> {
  const { pool, user } = call;
  checkRecoverable(pool, user);
  const medium = recoveryMedium(pool, user) ?? 'EMAIL';
  const code = createCode(cognito, { pool, user, ...resetCode, digits: 6 });
  return deliverCode(cognito, { ...call, purpose: 'ForgotPassword', medium, code });
}

import * as z from 'zod';
import { takeCode } from '../codes/codes.ts';
import { refuseCode } from '../codes/unknown-names.ts';
import { replacePassword } from '../passwords/replace-password.ts';
import { recordActivity } from '../threat-protection/record-activity.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { isRecoverable, resetCode } from '../users/password-recovery.ts';
import {
  openPublicCall,
  type PublicCall,
  publicUserMembers,
  unknownPublicUser,
} from '../users/public-user.ts';
import { CognitoError, notAuthorized } from '../wire/errors.ts';
import { confirmationCode, password } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** A refused password leaves the code good for another try. */
export default defineOperation({
  name: 'ConfirmForgotPassword',
  authorization: 'public',
  input: z.object({ ...publicUserMembers, ConfirmationCode: confirmationCode, Password: password }),
  handle(input, cognito) {
    const call = openPublicCall(cognito, input);
    const activity = {
      type: 'ForgotPassword',
      name: input.Username,
      isLastStep: true,
      response: 'Pass',
      context: input,
    } as const;
    return recordActivity(call, activity, () => resetPassword(call, input));
  },
});

async function resetPassword(
  call: PublicCall,
  {
    ConfirmationCode,
    Password,
    ClientMetadata: clientMetadata,
  }: {
    ConfirmationCode: string;
    Password: string;
    ClientMetadata?: Record<string, string> | undefined;
  },
): Promise<object> {
  const { cognito, pool, client, user: before, name, hides } = call;
  if (!before && !hides) throw unknownPublicUser();
  if (!before || (hides && !isRecoverable(pool, before))) {
    return refuseCode(cognito, { pool, name, purpose: resetCode.purpose });
  }
  if (!before.enabled) throw notAuthorized('User is disabled.');
  const user = cognito.store.transaction(() => {
    takeCode(cognito, { pool, user: before, purpose: resetCode.purpose }, ConfirmationCode);
    if (before.status === 'UNCONFIRMED') {
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    }
    const now = cognito.clock();
    const changed = {
      ...replacePassword(pool, before, Password, now),
      status: 'CONFIRMED' as const,
      failedSignIns: { count: 0, lastAt: 0 },
      updatedAt: now,
    };
    cognito.store.users.update(pool, changed);
    return changed;
  });
  await postConfirmation(cognito.triggers, {
    pool,
    clientId: client.id,
    user,
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    clientMetadata,
  });
  return {};
}

import * as z from 'zod';
import { changeUser } from '../flows/change-user.ts';
import { findUser } from '../users/find-user.ts';
import { checkRecoverable, sendResetCode } from '../users/password-recovery.ts';
import { clientMetadata, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** The old password signs in no more, and a code for a new one is sent. */
export default defineOperation({
  name: 'AdminResetUserPassword',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ UserPoolId, Username, ClientMetadata }, cognito) {
    const { pool, user: before } = findUser(cognito, UserPoolId, Username);
    checkRecoverable(pool, before);
    const user = changeUser(cognito, pool, before.username, (current) => ({
      ...current,
      status: 'RESET_REQUIRED',
      updatedAt: cognito.clock(),
    }));
    await sendResetCode(cognito, { pool, user, clientMetadata: ClientMetadata });
    return {};
  },
});

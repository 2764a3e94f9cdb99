import * as z from 'zod';
import { dropCode } from '../codes/codes.ts';
import { noClient } from '../messages/deliver-code.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { checkUnconfirmed, confirmed, signUpCode } from '../users/confirmation.ts';
import { findUser } from '../users/find-user.ts';
import { clientMetadata, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Verifies no address: nobody proved one. */
export default defineOperation({
  name: 'AdminConfirmSignUp',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ UserPoolId, Username, ClientMetadata }, cognito) {
    const { pool, user: before } = findUser(cognito, UserPoolId, Username);
    checkUnconfirmed(before);
    const user = confirmed(cognito, before);
    claimSignInNames({
      cognito,
      pool,
      user,
      force: false,
      write() {
        cognito.store.users.update(pool, user);
        dropCode(cognito, { pool, user, purpose: signUpCode.purpose });
      },
    });
    await postConfirmation(cognito.triggers, {
      pool,
      clientId: noClient,
      user,
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      clientMetadata: ClientMetadata,
    });
    return {};
  },
});

import * as z from 'zod';
import { changeAttributes } from '../users/change-attributes.ts';
import { findUser } from '../users/find-user.ts';
import { clientMetadata, userAttributes, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Codes go out as for a user's own change, unless the administrator says that the address is verified. */
export default defineOperation({
  name: 'AdminUpdateUserAttributes',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    UserAttributes: userAttributes,
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ UserPoolId, Username, UserAttributes: input, ClientMetadata }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    await changeAttributes(cognito, { pool, user, input, clientMetadata: ClientMetadata });
    return {};
  },
});

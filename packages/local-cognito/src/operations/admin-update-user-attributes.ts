import * as z from 'zod';
import { updateAttributes } from '../users/attributes.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { findUser } from '../users/find-user.ts';
import { clientMetadata, userAttributes, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminUpdateUserAttributes',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    UserAttributes: userAttributes,
    ClientMetadata: clientMetadata.optional(),
  }),
  handle({ UserPoolId, Username, UserAttributes }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const changed = {
      ...user,
      attributes: updateAttributes(pool, user, UserAttributes),
      updatedAt: cognito.clock(),
    };
    const write = () => cognito.store.users.update(pool, changed);
    claimSignInNames({ cognito, pool, user: changed, force: false, write });
    return {};
  },
});

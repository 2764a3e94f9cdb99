import * as z from 'zod';
import { removeAttributes } from '../users/attributes.ts';
import { findUser } from '../users/find-user.ts';
import { attributeName, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminDeleteUserAttributes',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    UserAttributeNames: z.array(attributeName),
  }),
  handle({ UserPoolId, Username, UserAttributeNames }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const attributes = removeAttributes(pool, user, UserAttributeNames);
    cognito.store.users.update(pool, { ...user, attributes, updatedAt: cognito.clock() });
    return {};
  },
});

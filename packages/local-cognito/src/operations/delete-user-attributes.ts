import * as z from 'zod';
import { checkWritable } from '../flows/write-attributes.ts';
import { removeAttributes } from '../users/attributes.ts';
import { attributeName, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteUserAttributes',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, UserAttributeNames: z.array(attributeName) }),
  handle({ AccessToken, UserAttributeNames: names }, cognito) {
    const { pool, client, user } = cognito.tokens.verifyAccessToken(AccessToken);
    checkWritable(client, names);
    const attributes = removeAttributes(pool, user, names);
    cognito.store.users.update(pool, { ...user, attributes, updatedAt: cognito.clock() });
    return {};
  },
});

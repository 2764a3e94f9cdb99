import * as z from 'zod';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** A user deletes themselves; nothing of them stays. */
export default defineOperation({
  name: 'DeleteUser',
  authorization: 'access-token',
  input: z.object({ AccessToken: token }),
  handle({ AccessToken }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    cognito.store.users.delete(pool.id, user.username);
    return undefined;
  },
});

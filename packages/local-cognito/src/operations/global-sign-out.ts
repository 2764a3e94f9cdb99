import * as z from 'zod';
import { changeUser } from '../flows/change-user.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GlobalSignOut',
  authorization: 'access-token',
  input: z.object({ AccessToken: token }),
  handle({ AccessToken }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    cognito.store.transaction(() => {
      cognito.store.refreshTokens.revokeUser(pool.id, user.username);
      changeUser(cognito, pool, user.username, (current) => ({ ...current, signedOutAt: cognito.clock() }));
    });
    return {};
  },
});

import * as z from 'zod';
import { checkWritable } from '../flows/write-attributes.ts';
import { updateAttributes } from '../users/attributes.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { clientMetadata, token, userAttributes } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** No code is sent for a changed address: the answer's list of deliveries is empty. */
export default defineOperation({
  name: 'UpdateUserAttributes',
  authorization: 'access-token',
  input: z.object({
    AccessToken: token,
    UserAttributes: userAttributes,
    ClientMetadata: clientMetadata.optional(),
  }),
  handle({ AccessToken, UserAttributes }, cognito) {
    const { pool, user, client } = cognito.tokens.verifyAccessToken(AccessToken);
    checkWritable(
      client,
      UserAttributes.map(({ Name }) => Name),
    );
    const changed = {
      ...user,
      attributes: updateAttributes(pool, user, UserAttributes),
      updatedAt: cognito.clock(),
    };
    claimSignInNames({
      cognito,
      pool,
      user: changed,
      force: false,
      write: () => cognito.store.users.update(pool, changed),
    });
    return { CodeDeliveryDetailsList: [] };
  },
});

import * as z from 'zod';
import { describeMfa } from '../challenges/mfa-preference.ts';
import { canReadAttribute } from '../tokens/claims.ts';
import { attributeList } from '../users/attributes.ts';
import { describeMfaOptions } from '../users/mfa-options.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetUser',
  authorization: 'access-token',
  input: z.object({ AccessToken: token }),
  handle({ AccessToken }, cognito) {
    const { user, client } = cognito.tokens.verifyAccessToken(AccessToken);
    return {
      Username: user.username,
      UserAttributes: attributeList(user).filter(({ Name }) => canReadAttribute(client, Name)),
      ...describeMfaOptions(user),
      ...describeMfa(user),
    };
  },
});

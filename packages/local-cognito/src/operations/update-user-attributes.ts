import * as z from 'zod';
import { checkWritable } from '../flows/write-attributes.ts';
import { changeAttributes } from '../users/change-attributes.ts';
import { clientMetadata, token, userAttributes } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'UpdateUserAttributes',
  authorization: 'access-token',
  input: z.object({
    AccessToken: token,
    UserAttributes: userAttributes,
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ AccessToken, UserAttributes: input, ClientMetadata }, cognito) {
    const { pool, user, client } = cognito.tokens.verifyAccessToken(AccessToken);
    checkWritable(
      client,
      input.map(({ Name }) => Name),
    );
    const change = { pool, client, user, input, clientMetadata: ClientMetadata };
    return { CodeDeliveryDetailsList: await changeAttributes(cognito, change) };
  },
});

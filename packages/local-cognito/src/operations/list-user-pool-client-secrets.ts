import * as z from 'zod';
import { describeSecret, secretsOf } from '../clients/client-secrets.ts';
import { findClient } from '../clients/find-client.ts';
import { clientId, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListUserPoolClientSecrets',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId, NextToken: pagingToken.optional() }),
  handle({ UserPoolId, ClientId }, cognito) {
    const { client } = findClient(cognito, UserPoolId, ClientId);
    return { ClientSecrets: secretsOf(client).map(describeSecret) };
  },
});

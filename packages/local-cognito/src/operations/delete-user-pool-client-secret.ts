import * as z from 'zod';
import { findConfidentialClient, removeSecret } from '../clients/client-secrets.ts';
import { clientId, matching, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteUserPoolClientSecret',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    ClientId: clientId,
    ClientSecretId: matching('[\\w+]+--[0-9]+').min(1).max(180),
  }),
  handle({ UserPoolId, ClientId, ClientSecretId }, cognito) {
    const client = findConfidentialClient(cognito, UserPoolId, ClientId);
    cognito.store.clients.put(removeSecret(client, ClientSecretId));
    return {};
  },
});

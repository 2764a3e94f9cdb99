import * as z from 'zod';
import { findClient } from '../clients/find-client.ts';
import { clientSessionConfiguration } from '../user-sessions/session-configuration.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetUserPoolClientSessionConfiguration',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId }),
  handle({ UserPoolId, ClientId }, cognito) {
    const { pool, client } = findClient(cognito, UserPoolId, ClientId);
    return { UserPoolId, ClientId, ...clientSessionConfiguration(cognito, pool.id, client.id) };
  },
});

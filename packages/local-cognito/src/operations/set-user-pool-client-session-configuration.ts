import * as z from 'zod';
import { findClient } from '../clients/find-client.ts';
import { sessionMembers, setClientSessionConfiguration } from '../user-sessions/session-configuration.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'SetUserPoolClientSessionConfiguration',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId, ...sessionMembers.client }),
  handle({ UserPoolId, ClientId, ...configuration }, cognito) {
    const { pool, client } = findClient(cognito, UserPoolId, ClientId);
    setClientSessionConfiguration(cognito, pool, client.id, configuration);
    return { UserPoolId, ClientId, ...configuration };
  },
});

import * as z from 'zod';
import { findClient } from '../clients/find-client.ts';
import { forgetClient } from '../clients/forget-client.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteUserPoolClient',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId }),
  handle({ UserPoolId, ClientId }, cognito) {
    findClient(cognito, UserPoolId, ClientId);
    forgetClient(cognito, UserPoolId, ClientId);
    return undefined;
  },
});

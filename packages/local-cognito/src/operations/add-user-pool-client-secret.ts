import * as z from 'zod';
import { addSecret, describeSecret, findConfidentialClient } from '../clients/client-secrets.ts';
import { epochSeconds } from '../clock.ts';
import { newClientSecret } from '../ids.ts';
import { clientId, clientSecret, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Shows the value only when it was made here. */
export default defineOperation({
  name: 'AddUserPoolClientSecret',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId, ClientSecret: clientSecret.optional() }),
  handle({ UserPoolId, ClientId, ClientSecret }, cognito) {
    const value = ClientSecret ?? newClientSecret();
    const { client, added } = addSecret(
      findConfidentialClient(cognito, UserPoolId, ClientId),
      value,
      epochSeconds(cognito.clock),
    );
    cognito.store.clients.put(client);
    return {
      ClientSecretDescriptor: {
        ...describeSecret(added),
        ...(ClientSecret === undefined && { ClientSecretValue: value }),
      },
    };
  },
});

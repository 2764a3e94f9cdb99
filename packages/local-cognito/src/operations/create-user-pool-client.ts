import * as z from 'zod';
import { applyClientSettings } from '../clients/client-defaults.ts';
import { clientSettings } from '../clients/client-settings.ts';
import { epochSeconds } from '../clock.ts';
import { newClientSecret } from '../ids.ts';
import { findPool } from '../pools/find-pool.ts';
import { invalidParameter } from '../wire/errors.ts';
import { clientName, clientSecret, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateUserPoolClient',
  authorization: 'iam',
  input: clientSettings.extend({
    UserPoolId: userPoolId,
    ClientName: clientName,
    GenerateSecret: z.boolean().optional(),
    ClientSecret: clientSecret.optional(),
  }),
  handle({ UserPoolId, GenerateSecret, ClientSecret, ...settings }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    if (GenerateSecret && ClientSecret !== undefined) {
      throw invalidParameter('GenerateSecret and ClientSecret cannot both be given.');
    }
    const secret = GenerateSecret ? newClientSecret() : ClientSecret;
    const now = epochSeconds(cognito.clock);
    const client = applyClientSettings(
      cognito,
      pool,
      {
        UserPoolId,
        ClientId: cognito.ids.newClientId(),
        ClientName: settings.ClientName,
        CreationDate: now,
        LastModifiedDate: now,
        ...(secret !== undefined && { ClientSecret: secret }),
      },
      settings,
    );
    cognito.store.clients.put({ id: client.ClientId, poolId: UserPoolId, client });
    return { UserPoolClient: client };
  },
});

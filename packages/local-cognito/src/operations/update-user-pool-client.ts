import { applyClientSettings } from '../clients/client-defaults.ts';
import { clientSettings } from '../clients/client-settings.ts';
import { findClient } from '../clients/find-client.ts';
import { epochSeconds } from '../clock.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Replaces every setting: what is left out goes back to its default. The secret stays. */
export default defineOperation({
  name: 'UpdateUserPoolClient',
  authorization: 'iam',
  input: clientSettings.extend({ UserPoolId: userPoolId, ClientId: clientId }),
  handle({ UserPoolId, ClientId, ...settings }, cognito) {
    const { pool, client } = findClient(cognito, UserPoolId, ClientId);
    const { ClientName, ClientType, ClientSecret, CreationDate } = client.client;
    const updated = applyClientSettings(
      cognito,
      pool,
      {
        UserPoolId,
        ClientId,
        ClientName,
        ClientType,
        CreationDate,
        LastModifiedDate: epochSeconds(cognito.clock),
        ...(ClientSecret !== undefined && { ClientSecret }),
      },
      settings,
    );
    cognito.store.clients.put({ ...client, client: updated });
    return { UserPoolClient: updated };
  },
});

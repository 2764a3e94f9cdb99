import * as z from 'zod';
import { publicAttempt } from '../flows/attempt.ts';
import { checkClientSecret } from '../flows/client-secret.ts';
import { isCustomScope } from '../resource-servers/resource-server.ts';
import { invalidParameter, notAuthorized } from '../wire/errors.ts';
import { clientId, clientMetadata, clientSecret, scope } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** An access token for a machine, without a domain: the API's twin of the client credentials grant. */
export default defineOperation({
  name: 'GetClientToken',
  authorization: 'public',
  input: z.object({
    ClientId: clientId,
    Secret: clientSecret,
    Scopes: z.array(scope).max(50).optional(),
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ ClientId, Secret, Scopes, ClientMetadata }, cognito) {
    const { pool, client } = publicAttempt(cognito, ClientId);
    const { ClientSecret, ExplicitAuthFlows: flows = [], AllowedOAuthScopes: allowed = [] } = client.client;
    if (!(flows as string[]).includes('ALLOW_CLIENT_TOKEN_AUTH')) {
      throw invalidParameter('CLIENT_TOKEN_AUTH flow not enabled for this client');
    }
    if (ClientSecret === undefined) throw notAuthorized(`Client ${ClientId} has no client secret.`);
    checkClientSecret(client, Secret);
    const scopes = Scopes?.length ? Scopes : allowed;
    for (const name of scopes) {
      if (!allowed.includes(name) || !isCustomScope(cognito, pool.id, name)) {
        throw invalidParameter(`Invalid scope requested: ${name}`);
      }
    }
    const ClientAuthenticationResult = await cognito.tokens.issueToClient({
      pool,
      client,
      scopes,
      clientMetadata: ClientMetadata,
    });
    return { ClientAuthenticationResult };
  },
});

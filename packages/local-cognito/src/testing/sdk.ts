import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type LocalCognitoOptions, startLocalCognito } from '../start.ts';

/** A server in memory on a free port, and the AWS SDK's client for it. Dispose of it to stop both. */
export async function startWithSdk(options: LocalCognitoOptions = {}) {
  const server = await startLocalCognito(options);
  const client = new CognitoIdentityProviderClient({
    endpoint: server.endpoint,
    region: server.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    server,
    client,
    send: client.send.bind(client),
    async [Symbol.asyncDispose]() {
      client.destroy();
      await server.close();
    },
  };
}

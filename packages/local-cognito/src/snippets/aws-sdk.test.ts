// #region start
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito } from '@cohabit/local-cognito';
// #endregion
import { expect, it } from 'vitest';

it('signs a user in with the AWS SDK', async () => {
  // #region client
  await using cognito = await startLocalCognito();
  const client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  // #endregion

  // #region sign-in
  const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: 'acme' }));
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool?.Id,
      ClientName: 'web',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const alice = { UserPoolId: UserPool?.Id, Username: 'alice' };
  await client.send(new AdminCreateUserCommand(alice));
  await client.send(
    new AdminSetUserPasswordCommand({ ...alice, Password: 'Correct-horse-1', Permanent: true }),
  );
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: UserPoolClient?.ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: 'Correct-horse-1' },
    }),
  );
  // #endregion
  expect(AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
  client.destroy();
});

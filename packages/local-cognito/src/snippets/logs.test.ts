import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito } from '@cohabit/local-cognito';
import { expect, it } from 'vitest';

it('shows what a pool exports', async () => {
  await using cognito = await startLocalCognito();
  const client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({
      PoolName: 'acme',
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    }),
  );
  const UserPoolId = UserPool?.Id;
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'web',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const alice = { UserPoolId, Username: 'alice' };
  await client.send(new AdminCreateUserCommand({ ...alice, MessageAction: 'SUPPRESS' }));
  await client.send(
    new AdminSetUserPasswordCommand({ ...alice, Password: 'Correct-horse-1', Permanent: true }),
  );
  const signIn = (USERNAME: string, PASSWORD: string) =>
    client.send(
      new InitiateAuthCommand({
        ClientId: UserPoolClient?.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
  // #region activity
  await client.send(
    new SetLogDeliveryConfigurationCommand({
      UserPoolId,
      LogConfigurations: [
        {
          EventSource: 'userAuthEvents',
          LogLevel: 'INFO',
          FirehoseConfiguration: { StreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/auth' },
        },
      ],
    }),
  );
  await signIn('alice', 'Correct-horse-1');
  const [entry] = cognito.logs({ poolId: UserPoolId, eventSource: 'USER_AUTH_EVENTS' });
  // entry.message: { eventType: 'SignIn', eventResponse: 'Pass', userName: 'alice', challenges: ['Password:Success'], … }
  // #endregion
  expect(entry?.message).toMatchObject({
    eventType: 'SignIn',
    eventResponse: 'Pass',
    userName: 'alice',
    challenges: ['Password:Success'],
  });
  client.destroy();
});

// #region imports
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito } from '@cohabit/local-cognito';
// #endregion
import { expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

// #region read-code
function readCode(code: string): string | undefined {
  try {
    const envelope = JSON.parse(Buffer.from(code, 'base64').toString('utf8'));
    return envelope.local ? envelope.code : undefined; // undefined: decrypt it with the AWS Encryption SDK
  } catch {
    return undefined;
  }
}
// #endregion

it('confirms a sign-up with the code that was sent', async () => {
  // #region start
  await using cognito = await startLocalCognito();
  const client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({ PoolName: 'my-pool', AutoVerifiedAttributes: ['email'] }),
  );
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({ UserPoolId: UserPool?.Id, ClientName: 'web' }),
  );
  // #endregion

  // #region confirm
  const alice = { ClientId: UserPoolClient?.ClientId, Username: 'alice' };
  const email = { Name: 'email', Value: 'alice@example.com' };
  await client.send(new SignUpCommand({ ...alice, Password: 'Correct-horse-1', UserAttributes: [email] }));
  const [message] = cognito.messages({ to: 'alice@example.com', purpose: 'SignUp' });
  await client.send(new ConfirmSignUpCommand({ ...alice, ConfirmationCode: message?.code }));
  // #endregion
  expect(message?.body).toContain(message?.code);
  client.destroy();
});

it('reads the code that is handed to a sender of one’s own', async () => {
  const sender = 'arn:aws:lambda:us-east-1:000000000000:function:sender';
  const codes: (string | undefined)[] = [];
  await using tenant = await startTenantPool({
    pool: {
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: {
        CustomEmailSender: { LambdaArn: sender, LambdaVersion: 'V1_0' },
        KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/1',
      },
    },
    functions: {
      [sender]: (event) => {
        codes.push(readCode(String(event.request.code)));
        return event;
      },
    },
  });
  await tenant.send(
    new SignUpCommand({
      ClientId: tenant.clientId,
      Username: 'alice',
      Password: 'Correct-horse-1',
      UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
    }),
  );
  await expect.poll(() => codes).toEqual([tenant.server.messages()[0]?.code]);
  expect(codes[0]).toMatch(/^\d{6}$/);
  expect(readCode('AQICAHgENCRYPTED==')).toBeUndefined();
});

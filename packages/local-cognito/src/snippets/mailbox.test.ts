import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito } from '@cohabit/local-cognito';
import { expect, it } from 'vitest';

it('confirms a sign-up with the code from the mailbox', async () => {
  await using cognito = await startLocalCognito({ seed: `${import.meta.dirname}/seed.yaml` });
  const client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  // #region sign-up
  const carol = { ClientId: '1acmeweb', Username: 'carol@example.com' };
  await client.send(new SignUpCommand({ ...carol, Password: 'Correct-horse-3' }));
  const [message] = cognito.messages({ to: 'carol@example.com' });
  await client.send(new ConfirmSignUpCommand({ ...carol, ConfirmationCode: message?.code }));
  // #endregion
  expect(message?.purpose).toBe('SignUp');
  client.destroy();
});

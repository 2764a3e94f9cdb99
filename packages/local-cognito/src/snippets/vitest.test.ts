// #region suite
import {
  CognitoIdentityProviderClient,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';
import { afterAll, beforeAll, expect, it } from 'vitest'; // from '@jest/globals' with Jest

let cognito: LocalCognito;
let client: CognitoIdentityProviderClient;

beforeAll(async () => {
  cognito = await startLocalCognito({ seed: `${import.meta.dirname}/seed.yaml`, clock: 'settable' });
  client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterAll(() => cognito.close());
// #endregion

// #region sign-in
const signIn = () =>
  client.send(
    new InitiateAuthCommand({
      ClientId: '1acmeweb',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice@example.com', PASSWORD: 'Correct-horse-1' },
    }),
  );
// #endregion

// #region clock
it('is signed out after an hour', async () => {
  const { AuthenticationResult } = await signIn();
  cognito.clock.advance(61 * 60 * 1000);
  const AccessToken = AuthenticationResult?.AccessToken;
  await expect(client.send(new GetUserCommand({ AccessToken }))).rejects.toThrow('Access Token has expired');
});
// #endregion

// #region faults
it('says so when Cognito throttles', async () => {
  cognito.faults.set([{ operation: 'InitiateAuth', kind: 'throttle', rate: 1 }]);
  await expect(signIn()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  cognito.faults.set([]);
});
// #endregion

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito } from '../../start.ts';

export type Story = Awaited<ReturnType<typeof startStory>>;

export const password = 'Correct-horse-1';

/**
 * A server with one pool and one app client, the SDK's client for it, and the names of the operations that it answered
 * without an error.
 */
export async function startStory() {
  const server = await startLocalCognito();
  const api = new CognitoIdentityProvider({
    endpoint: server.endpoint,
    region: server.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const answered = new Set<string>();
  api.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        answered.add(String(commandName).replace(/Command$/, ''));
        return answer;
      },
    { step: 'initialize' },
  );
  const { UserPool } = await api.createUserPool({
    PoolName: 'acme',
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    AutoVerifiedAttributes: ['email'],
    DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true },
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    IssuerConfiguration: { Type: 'UPDATED' },
    KeyConfiguration: {
      KeyType: 'CUSTOMER_MANAGED_KEY',
      KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555',
    },
  });
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await api.createUserPoolClient({
    UserPoolId,
    ClientName: 'web',
    ExplicitAuthFlows: [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
  });
  const ClientId = UserPoolClient?.ClientId ?? '';
  return {
    api,
    server,
    answered,
    UserPoolId,
    poolArn: UserPool?.Arn ?? '',
    ClientId,
    /** The newest code that was sent to an address. */
    codeFor: (to: string) => server.messages({ to }).at(-1)?.code ?? '',
    /** A confirmed user with {@link password}. */
    async addUser(Username: string) {
      await api.adminCreateUser({
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: `${Username}@example.com` },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'phone_number', Value: '+15555550100' },
        ],
      });
      await api.adminSetUserPassword({ UserPoolId, Username, Password: password, Permanent: true });
      return { UserPoolId, Username };
    },
    /** USER_PASSWORD_AUTH that is answered with tokens. */
    async signIn(USERNAME: string, PASSWORD = password) {
      const { AuthenticationResult } = await api.initiateAuth({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      });
      const { AccessToken = '', RefreshToken = '', NewDeviceMetadata } = AuthenticationResult ?? {};
      return { AccessToken, RefreshToken, DeviceKey: NewDeviceMetadata?.DeviceKey };
    },
    async [Symbol.asyncDispose]() {
      api.destroy();
      await server.close();
    },
  };
}

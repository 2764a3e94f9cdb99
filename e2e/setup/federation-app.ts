import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CognitoIdentityProvider,
  type CreateIdentityProviderCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type LocalCognito, type LocalCognitoOptions, startLocalCognito } from '@cohabit/local-cognito';

export interface WebApp extends AsyncDisposable {
  /** `http://localhost:<port>` */
  url: string;
  callback: string;
  signedOut: string;
}

/** An app that is one page at every address, with a script or without; one that knows the app's address comes later. */
export async function startApp(script: string | (() => string) = '', body = ''): Promise<WebApp> {
  const page = `<!doctype html><html lang="en"><title>App</title><h1>The app</h1>${body}${script && '<script type="module" src="/app.js"></script>'}`;
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? (typeof script === 'string' ? script : script()) : page);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    callback: `${url}/callback`,
    signedOut: `${url}/signed-out`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface SignInPool extends AsyncDisposable {
  cognito: LocalCognito;
  api: CognitoIdentityProvider;
  userPoolId: string;
  clientId: string;
  /** The domain's own host, which browsers find by themselves. */
  domain: string;
  /** The domain by path, which everything finds. */
  domainByPath: string;
  /** Puts an identity provider on the sign-in page. */
  addProvider(
    provider: Pick<
      CreateIdentityProviderCommandInput,
      'ProviderName' | 'ProviderType' | 'ProviderDetails' | 'AttributeMapping'
    >,
  ): Promise<void>;
  /** Redeems a code at the token endpoint: the claims of the ID token. */
  redeem(callback: URL): Promise<Record<string, unknown>>;
}

export const user = { username: 'alex', password: 'Correct-horse-1', email: 'alex@acme.example' };

/** A user pool with a domain, an app client for the app, and the user alex. */
export async function startSignInPool(app: WebApp, options: LocalCognitoOptions = {}): Promise<SignInPool> {
  const cognito = await startLocalCognito(options);
  const api = new CognitoIdentityProvider({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { UserPool } = await api.createUserPool({ PoolName: 'acme' });
  const UserPoolId = UserPool?.Id ?? '';
  await api.createUserPoolDomain({ UserPoolId, Domain: 'acme-app', ManagedLoginVersion: 2 });
  const settings = {
    UserPoolId,
    ClientName: 'web',
    SupportedIdentityProviders: ['COGNITO'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code' as const],
    AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
    CallbackURLs: [app.callback],
    LogoutURLs: [app.signedOut],
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const],
  };
  const { UserPoolClient } = await api.createUserPoolClient(settings);
  const ClientId = UserPoolClient?.ClientId ?? '';
  await api.createManagedLoginBranding({ UserPoolId, ClientId, UseCognitoProvidedValues: true });
  const alex = { UserPoolId, Username: user.username };
  await api.adminCreateUser({
    ...alex,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: user.email },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
  await api.adminSetUserPassword({ ...alex, Password: user.password, Permanent: true });
  const { port } = new URL(cognito.httpsEndpoint ?? cognito.endpoint);
  const domainByPath = `${cognito.endpoint}/domains/acme-app`;
  return {
    cognito,
    api,
    userPoolId: UserPoolId,
    clientId: ClientId,
    domain: `acme-app.auth.${cognito.region}.localhost:${port}`,
    domainByPath,
    async addProvider(provider) {
      await api.createIdentityProvider({ UserPoolId, ...provider });
      settings.SupportedIdentityProviders.push(provider.ProviderName ?? '');
      await api.updateUserPoolClient({ ...settings, ClientId });
    },
    async redeem({ searchParams }) {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: ClientId,
        redirect_uri: app.callback,
        code: searchParams.get('code') ?? '',
      });
      const response = await fetch(`${domainByPath}/oauth2/token`, { method: 'POST', body });
      const { id_token: token } = (await response.json()) as { id_token: string };
      return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    },
    async [Symbol.asyncDispose]() {
      api.destroy();
      await cognito.close();
    },
  };
}

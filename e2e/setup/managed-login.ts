import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CognitoIdentityProvider,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';

/** Of every user. */
export const password = 'Correct-horse-1';

export interface ManagedLogin extends AsyncDisposable {
  cognito: LocalCognito;
  /** Passwords, sign-up with terms, and two providers, one of them found by e-mail address. */
  plain: Pool;
  /** People say who they are, and choose how to prove it. */
  choice: Pool;
  /** A second step is required: an app, or a text message. */
  mfa: Pool;
  /** Where every sign-in ends. */
  callback: string;
  /** The origin of the identity providers of `plain`, who answer nothing. */
  provider: string;
}

/** A server with pools that between them show every page of managed login, and an app to come back to. */
export async function startManagedLogin(): Promise<ManagedLogin> {
  const [cognito, app, provider] = await Promise.all([startLocalCognito(), startSite(), startSite()]);
  const callback = `${app.origin}/callback`;
  const api = new CognitoIdentityProvider({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const addPool = poolMaker(api, cognito.endpoint, callback);
  const [plain, choice, mfa] = await Promise.all([
    addPlainPool(api, addPool, provider.origin),
    addChoicePool(api, addPool),
    addMfaPool(api, addPool),
  ]);
  return {
    cognito,
    plain,
    choice,
    mfa,
    callback,
    provider: provider.origin,
    async [Symbol.asyncDispose]() {
      api.destroy();
      app.close();
      provider.close();
      await cognito.close();
    },
  };
}

export type Pool = Awaited<ReturnType<ReturnType<typeof poolMaker>>>;
type AddPool = ReturnType<typeof poolMaker>;

function poolMaker(api: CognitoIdentityProvider, endpoint: string, callback: string) {
  return async (
    name: string,
    {
      pool = {},
      appClient = {},
      prepare,
    }: {
      pool?: Partial<CreateUserPoolCommandInput>;
      appClient?: Partial<CreateUserPoolClientCommandInput>;
      /** What must be there before the app client. */
      prepare?: (UserPoolId: string) => Promise<unknown>;
    } = {},
  ) => {
    const { UserPool } = await api.createUserPool({
      PoolName: name,
      AutoVerifiedAttributes: ['email'],
      ...pool,
    });
    const UserPoolId = UserPool?.Id ?? '';
    await prepare?.(UserPoolId);
    await api.createUserPoolDomain({ UserPoolId, Domain: name, ManagedLoginVersion: 2 });
    const { UserPoolClient } = await api.createUserPoolClient({
      UserPoolId,
      ClientName: 'web',
      CallbackURLs: [callback],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      SupportedIdentityProviders: ['COGNITO'],
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      ...appClient,
    });
    const ClientId = UserPoolClient?.ClientId ?? '';
    await api.createManagedLoginBranding({ UserPoolId, ClientId, UseCognitoProvidedValues: true });
    const query = new URLSearchParams({ client_id: ClientId, response_type: 'code', redirect_uri: callback });
    const addUser = async (Username: string, attributes: Record<string, string>, isTemporary = false) => {
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      await api.adminCreateUser({
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes,
        TemporaryPassword: password,
      });
      if (!isTemporary)
        await api.adminSetUserPassword({ UserPoolId, Username, Password: password, Permanent: true });
    };
    /** The address of a page of the pool's domain. */
    const page = (path: string, more: Record<string, string> = {}) =>
      `${endpoint}/domains/${name}${path}?${new URLSearchParams({ ...Object.fromEntries(query), ...more })}`;
    return { UserPoolId, ClientId, addUser, page };
  };
}

const verifiedEmail = { email: 'alex@acme.example', email_verified: 'true' };
const verifiedPhone = { phone_number: '+12025550123', phone_number_verified: 'true' };
const sendingEmail: Partial<CreateUserPoolCommandInput> = {
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
    From: 'no-reply@acme.example',
  },
};

const sendingSms = {
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'acme' },
};

async function addPlainPool(api: CognitoIdentityProvider, addPool: AddPool, provider: string): Promise<Pool> {
  const addProvider = (UserPoolId: string, ProviderName: string, IdpIdentifiers: string[]) =>
    api.createIdentityProvider({
      UserPoolId,
      ProviderName,
      ProviderType: 'OIDC',
      IdpIdentifiers,
      ProviderDetails: {
        client_id: 'x',
        client_secret: 'y',
        authorize_scopes: 'openid',
        attributes_request_method: 'GET',
        authorize_url: `${provider}/authorize`,
        token_url: `${provider}/token`,
        attributes_url: `${provider}/userinfo`,
        jwks_uri: `${provider}/jwks`,
        oidc_issuer: provider,
      },
    });
  const plain = await addPool('plain-login', {
    prepare: (id) =>
      Promise.all([
        addProvider(id, 'Donaudampfschifffahrtsgesellsch', []),
        addProvider(id, 'Globex', ['globex.example']),
      ]),
    pool: {
      Schema: [
        { Name: 'email', Required: true, Mutable: true },
        { Name: 'phone_number', Required: true, Mutable: true },
        { Name: 'birthdate', Required: true, Mutable: true },
      ],
    },
    appClient: { SupportedIdentityProviders: ['COGNITO', 'Donaudampfschifffahrtsgesellsch', 'Globex'] },
  });
  const { UserPoolId, ClientId } = plain;
  for (const TermsName of ['terms-of-use', 'privacy-policy']) {
    const Links = { 'cognito:default': `https://acme.example/${TermsName}` };
    await api.createTerms({
      UserPoolId,
      ClientId,
      TermsName,
      TermsSource: 'LINK',
      Enforcement: 'NONE',
      Links,
    });
  }
  await allowPasskeys(api, plain);
  await plain.addUser('alex', { ...verifiedEmail, ...verifiedPhone, birthdate: '1990-12-31' });
  await plain.addUser('newcomer', { email: 'newcomer@acme.example' }, true);
  return plain;
}

async function addChoicePool(api: CognitoIdentityProvider, addPool: AddPool): Promise<Pool> {
  const choice = await addPool('choice-login', {
    pool: {
      ...sendingEmail,
      ...sendingSms,
      UsernameAttributes: ['email'],
      Policies: {
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] },
      },
    },
    appClient: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  });
  await allowPasskeys(api, choice);
  await choice.addUser('alex@acme.example', { ...verifiedEmail, ...verifiedPhone });
  return choice;
}

/** For pages at the plain endpoint, whose domains have the name `localhost` too. */
const allowPasskeys = (api: CognitoIdentityProvider, { UserPoolId }: Pool) =>
  api.setUserPoolMfaConfig({
    UserPoolId,
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'preferred' },
  });

async function addMfaPool(api: CognitoIdentityProvider, addPool: AddPool): Promise<Pool> {
  const mfa = await addPool('mfa-login', {
    pool: {
      ...sendingEmail,
      ...sendingSms,
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    },
  });
  const { UserPoolId } = mfa;
  await api.setUserPoolMfaConfig({
    UserPoolId,
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: { SmsConfiguration: sendingSms.SmsConfiguration },
    EmailMfaConfiguration: {},
  });
  await mfa.addUser('bare', {});
  await mfa.addUser('reachable', { ...verifiedEmail, ...verifiedPhone });
  await mfa.addUser('by-phone', verifiedPhone);
  return mfa;
}

async function startSite() {
  const server = createServer((_request, response) => response.end('Here.'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}

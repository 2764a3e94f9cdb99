import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createTestClock, startTenantPool, type TenantPoolOptions } from '../../testing/tenant-pool.ts';
import type { TriggerEvent, TriggerHandler, TriggerName } from '../../triggers/invoke.ts';
import type { SignInTrace } from '../trace.ts';
import { type Browser, createBrowser } from './browser.ts';
import { startOidcProvider } from './oidc-provider.ts';

export const callback = 'https://app.globex.example/callback';
const providerName = 'Globex';

export interface FederatedPoolOptions extends TenantPoolOptions {
  /** Of the provider `Globex`. */
  provider?: Partial<CreateIdentityProviderCommandInput>;
  /** Of its app client. */
  client?: Partial<CreateUserPoolClientCommandInput>;
  triggers?: Partial<Record<TriggerName, TriggerHandler>>;
  clientSecret?: string;
}

const arnOf = (trigger: string) => `arn:aws:lambda:us-east-1:000000000000:function:${trigger}`;

/** A pool with a domain, one app client, and the provider `Globex` on it: a real one on this machine. */
export async function startFederatedPool({
  provider = {},
  client = {},
  triggers = {},
  clientSecret,
  ...options
}: FederatedPoolOptions = {}) {
  const { clock, advance } = createTestClock();
  const idp = await startOidcProvider({ clock, ...(clientSecret !== undefined && { clientSecret }) });
  const events: TriggerEvent[] = [];
  const names = Object.keys(triggers) as TriggerName[];
  const LambdaConfig = Object.fromEntries(
    names.map((name) => [
      name,
      name === 'InboundFederation' ? { LambdaArn: arnOf(name), LambdaVersion: 'V1_0' } : arnOf(name),
    ]),
  );
  const functions = Object.fromEntries(
    names.map((name) => [
      arnOf(name),
      (event: TriggerEvent) => {
        events.push(structuredClone(event));
        return triggers[name]?.(event);
      },
    ]),
  );
  const tenant = await startTenantPool({
    clock,
    functions,
    ...options,
    pool: { LambdaConfig, ...options.pool },
  });
  const { send, userPoolId: UserPoolId } = tenant;
  const addProvider = (input: Partial<CreateIdentityProviderCommandInput> = {}) =>
    send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: providerName,
        ProviderType: 'OIDC',
        ProviderDetails: idp.details,
        AttributeMapping: { email: 'email', name: 'name' },
        ...input,
      }),
    );
  await addProvider(provider);
  await send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'globex', ManagedLoginVersion: 2 }));
  const addAppClient = (settings: Partial<CreateUserPoolClientCommandInput> = {}) =>
    tenant.addClient({
      CallbackURLs: [callback],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code', 'implicit'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      SupportedIdentityProviders: ['COGNITO', provider.ProviderName ?? providerName],
      ...settings,
    });
  const { clientId } = await addAppClient(client);
  const base = `${tenant.server.endpoint}/domains/globex`;
  const browser = createBrowser();

  const authorizeUrl = (query: Record<string, string> = {}) =>
    `${base}/oauth2/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: callback,
      state: 'of-the-app',
      identity_provider: provider.ProviderName ?? providerName,
      ...query,
    })}`;

  /** To the provider and back: the address of the domain that its answer goes to. */
  const visitProvider = async (query?: Record<string, string>, by: Browser = browser) => {
    const begun = await by.go(authorizeUrl(query));
    if (!begun.location.startsWith(idp.issuer)) return begun.location;
    return (await by.go(begun.location)).location;
  };

  /** The whole way, to what the app gets. */
  const signIn = async (query?: Record<string, string>, by: Browser = browser) => {
    const answer = await visitProvider(query, by);
    const { location } = answer.startsWith(base) ? await by.go(answer) : { location: answer };
    const url = new URL(location);
    return {
      location,
      ...Object.fromEntries(url.searchParams),
      ...Object.fromEntries(new URLSearchParams(url.hash.slice(1))),
    } as Record<string, string>;
  };

  return {
    ...tenant,
    base,
    /** The app client that has the provider. */
    appClientId: clientId,
    browser,
    idp,
    events,
    advance,
    addProvider,
    addAppClient,
    authorizeUrl,
    visitProvider,
    signIn,
    /** USER_PASSWORD_AUTH. */
    passwordSignIn: tenant.signIn,
    /** The latest first. */
    async traces(): Promise<SignInTrace[]> {
      const response = await fetch(`${tenant.server.endpoint}/_local/sign-ins`, {
        headers: { accept: 'application/json' },
      });
      return (await response.json()) as SignInTrace[];
    },
    /** What Cognito shows of a user. */
    async user(Username: string) {
      const {
        UserAttributes = [],
        UserStatus,
        Enabled,
      } = await send(new AdminGetUserCommand({ UserPoolId, Username }));
      const attributes = Object.fromEntries(UserAttributes.map(({ Name = '', Value = '' }) => [Name, Value]));
      return { attributes, UserStatus, Enabled };
    },
    async groupsOf(Username: string) {
      const { Groups = [] } = await send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
      return Groups.map(({ GroupName }) => GroupName);
    },
    async [Symbol.asyncDispose]() {
      await tenant[Symbol.asyncDispose]();
      await idp[Symbol.asyncDispose]();
    },
  };
}

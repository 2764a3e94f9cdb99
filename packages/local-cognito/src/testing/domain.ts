import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { json } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import { createGuardedFetch } from '../federation/guarded-fetch.ts';
import { createIds } from '../ids.ts';
import { listen } from '../listen.ts';
import { completeAuthorization, type SignedIn } from '../oauth/complete-authorization.ts';
import { findDomainRequest } from '../oauth/domain-request.ts';
import { readAuthorizationRequest } from '../oauth/read-authorization-request.ts';
import { createRequestListener } from '../server.ts';
import { openStore } from '../storage/open-store.ts';
import { createTokenIssuer } from '../tokens/token-issuer.ts';
import type { TriggerHandler } from '../triggers/invoke.ts';
import { createTriggerInvoker } from '../triggers/trigger-invoker.ts';
import { createDispatcher } from '../wire/dispatch.ts';
import { stockKeys } from './stock-keys.ts';
import { createTestClock, password } from './tenant-pool.ts';

export const callback = 'https://app.acme.example/callback';

type Query = Record<string, string | undefined>;

/**
 * A server whose inside is at hand, for what happens at a user pool's domain: pools with a domain and an app client, and
 * sign-ins without a page or a provider.
 */
export async function startDomainServer({ startAt }: { startAt?: number | undefined } = {}) {
  const region = 'us-east-1';
  const testClock = createTestClock(startAt);
  const { clock } = testClock;
  let endpoint = '';
  const issuerBase = () => endpoint;
  const store = openStore({ file: ':memory:', clock });
  const functions: Record<string, TriggerHandler> = {};
  const triggers = createTriggerInvoker({ region, functions, timeoutMs: 500, lambdaEndpoint: undefined });
  const cognito: Cognito = {
    region,
    accountId: '000000000000',
    clock,
    ids: createIds(region),
    issuerBase,
    store,
    tokens: createTokenIssuer({ clock, store, triggers, issuerBase }),
    triggers,
    beforeMessage: async () => undefined,
    fetch: createGuardedFetch(),
    socialEndpoints: {},
  };
  const listener = createRequestListener({
    cognito,
    dispatcher: createDispatcher(cognito),
    localApi: async () => json(404, {}),
  });
  const server = await listen(listener, '127.0.0.1', 0);
  endpoint = `http://localhost:${server.port}`;
  const sdk = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const send = sdk.send.bind(sdk);
  let poolCount = 0;

  const addPool = async (
    name: string,
    {
      pool: settings = {},
      appClient = {},
      managedLoginVersion = 2,
    }: {
      pool?: Partial<CreateUserPoolCommandInput>;
      appClient?: Partial<CreateUserPoolClientCommandInput>;
      managedLoginVersion?: 1 | 2;
    } = {},
  ) => {
    const { UserPool } = await send(new CreateUserPoolCommand({ PoolName: name, ...settings }));
    const UserPoolId = UserPool?.Id ?? '';
    store.keys.put(UserPoolId, await stockKeys(poolCount));
    poolCount += 1;
    await send(
      new CreateUserPoolDomainCommand({
        UserPoolId,
        Domain: name,
        ManagedLoginVersion: managedLoginVersion,
      }),
    );
    const base = `${endpoint}/domains/${name}`;
    const addClient = async (more: Partial<CreateUserPoolClientCommandInput> = {}) => {
      const { UserPoolClient } = await send(
        new CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: 'web',
          CallbackURLs: [callback],
          LogoutURLs: ['https://app.acme.example/bye'],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code', 'implicit'],
          AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
          SupportedIdentityProviders: ['COGNITO'],
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          ...more,
        }),
      );
      return { id: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' };
    };
    const client = await addClient(appClient);

    const addUser = async (Username: string, attributes: Record<string, string> = {}) => {
      const { User } = await send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          MessageAction: 'SUPPRESS',
          UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
      await send(
        new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
      );
      return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
    };

    /** Of an authorization request; `undefined` leaves a parameter out. */
    const queryOf = (query: Query = {}) =>
      new URLSearchParams(
        Object.entries({
          response_type: 'code',
          client_id: client.id,
          redirect_uri: callback,
          ...query,
        }).filter((entry): entry is [string, string] => entry[1] !== undefined),
      );

    const get = async (path: string, { cookie }: { cookie?: string | undefined } = {}) => {
      const response = await fetch(`${base}${path}`, {
        redirect: 'manual',
        headers: cookie === undefined ? {} : { cookie },
      });
      const location = response.headers.get('location') ?? '';
      return {
        status: response.status,
        location,
        /** What stands in the query of the address. */
        answer: Object.fromEntries(URL.canParse(location, base) ? new URL(location, base).searchParams : []),
        cookies: response.headers.getSetCookie(),
      };
    };

    const authorize = (query: Query | URLSearchParams = {}, cookie?: string) =>
      get(`/oauth2/authorize?${query instanceof URLSearchParams ? query : queryOf(query)}`, { cookie });

    /** What a page or a provider does when the user has proven who they are. */
    const signIn = async (
      username: string,
      {
        query = {},
        cookie = '',
        ...signedIn
      }: { query?: Query; cookie?: string } & Partial<Omit<SignedIn, 'user'>> = {},
    ) => {
      const url = new URL(`${base}/oauth2/authorize?${queryOf(query)}`);
      const message = { method: 'GET', headers: { host: url.host, cookie }, socket: {} };
      const request = findDomainRequest(cognito, message as unknown as IncomingMessage, url);
      const user = store.users.get(UserPoolId, username);
      if (!request || !user) throw new Error(`${username} cannot sign in at ${name}`);
      const { headers } = await completeAuthorization(request, readAuthorizationRequest(request), {
        user,
        details: { amr: ['pwd'] },
        provider: 'COGNITO',
        ...signedIn,
      });
      const location = String(headers.location);
      const [setCookie = ''] = headers['set-cookie'] ?? [];
      return {
        location,
        code: new URL(location).searchParams.get('code') ?? '',
        setCookie,
        cookie: setCookie.split(';')[0] ?? '',
      };
    };

    const post = async (
      path: string,
      form: Query | URLSearchParams,
      headers: Record<string, string> = {},
    ) => {
      const body =
        form instanceof URLSearchParams
          ? form
          : new URLSearchParams(
              Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
            );
      const response = await fetch(`${base}${path}`, { method: 'POST', body, headers });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? {} : JSON.parse(text)) as Record<string, string>,
      };
    };

    return {
      name,
      userPoolId: UserPoolId,
      base,
      client,
      addClient,
      addUser,
      queryOf,
      get,
      authorize,
      signIn,
      post,
      /** As the app client with its callback, unless told otherwise. */
      token: (form: Query, headers?: Record<string, string>) =>
        post('/oauth2/token', { client_id: client.id, ...form }, headers),
      redeem: (code: string, form: Query = {}, headers?: Record<string, string>) =>
        post(
          '/oauth2/token',
          {
            grant_type: 'authorization_code',
            client_id: client.id,
            redirect_uri: callback,
            code,
            ...form,
          },
          headers,
        ),
    };
  };

  return {
    ...testClock,
    cognito,
    endpoint,
    send,
    addPool,
    setFunction(arn: string, handler: TriggerHandler) {
      triggers.registerFunction(arn, handler);
    },
    async [Symbol.asyncDispose]() {
      sdk.destroy();
      await server.close();
      store.close();
    },
  };
}

/** The same with one pool, `acme`, and the user alex in it. */
export async function startDomain({
  startAt,
  ...options
}: Parameters<Awaited<ReturnType<typeof startDomainServer>>['addPool']>[1] & { startAt?: number } = {}) {
  const server = await startDomainServer({ startAt });
  const pool = await server.addPool('acme', options);
  const sub = await pool.addUser('alex', {
    email: 'alex@acme.example',
    email_verified: 'true',
    name: 'Alex',
  });
  return { ...server, ...pool, sub };
}

/** A PKCE verifier with its challenge (RFC 7636). */
export function createPkce() {
  const verifier = randomBytes(32).toString('base64url');
  return {
    verifier,
    query: {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    },
  };
}

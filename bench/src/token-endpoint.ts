import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createSender, type Sender } from './form-sender.ts';
import { interleaved } from './load.ts';
import { type Server, startChild } from './servers/child.ts';
import { CONNECTIONS, emailOf, fillPool, PASSWORD, startOurs } from './servers/pool.ts';
import { printFigures } from './table.ts';

const callback = 'https://app.bench.example/callback';

/** What a token endpoint is asked with. */
interface TokenEndpoint extends AsyncDisposable {
  sender: Sender;
  tokenPath: string;
  machine: Record<string, string>;
  person: Record<string, string>;
  refreshToken: string;
}

/**
 * Tokens a second for machines and for refresh tokens beside oidc-provider, all of them JWTs by RS256 with 2,048 bits;
 * and whole sign-ins by the session of a browser, from `/oauth2/authorize` to tokens, ours alone.
 */
export async function benchTokenEndpoint(seconds: number): Promise<void> {
  const options = { seconds, connections: CONNECTIONS };
  await using ours = await startOurDomain();
  await using theirs = await startOidcProvider();
  const contenders = (form: (endpoint: TokenEndpoint) => Record<string, string>) =>
    [
      { name: 'local-cognito', endpoint: ours },
      { name: 'oidc-provider 9.13', endpoint: theirs },
    ].map(({ name, endpoint }) => ({
      name,
      work: () => endpoint.sender.post(endpoint.tokenPath, form(endpoint)),
    }));
  printFigures(
    `Tokens for machines per second (client_credentials, one JWT), ${CONNECTIONS} connections`,
    await interleaved(
      contenders(({ machine }) => ({ ...machine, grant_type: 'client_credentials', scope: 'files/read' })),
      options,
    ),
  );
  printFigures(
    `Refreshes per second (refresh_token, access and ID token), ${CONNECTIONS} connections`,
    await interleaved(
      contenders(({ person, refreshToken }) => ({
        ...person,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      })),
      options,
    ),
  );
  printFigures(
    'Authorize to tokens per second: two requests, code with PKCE, by the session of a browser (ours alone)',
    await interleaved([{ name: 'local-cognito', work: ours.authorize }], options),
  );
}

async function startOurDomain() {
  const pool = await fillPool(startOurs, 1);
  const { call, userPoolId: UserPoolId, server } = pool;
  await call('CreateUserPoolDomain', { UserPoolId, Domain: 'bench', ManagedLoginVersion: 2 });
  await call('CreateResourceServer', {
    UserPoolId,
    Identifier: 'files',
    Name: 'files',
    Scopes: [{ ScopeName: 'read', ScopeDescription: 'read' }],
  });
  const addClient = async (settings: object) => {
    const { UserPoolClient } = await call<{ UserPoolClient: { ClientId: string; ClientSecret: string } }>(
      'CreateUserPoolClient',
      {
        UserPoolId,
        ClientName: 'bench',
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        SupportedIdentityProviders: ['COGNITO'],
        ...settings,
      },
    );
    const { ClientId: client_id, ClientSecret: client_secret } = UserPoolClient;
    return { client_id, client_secret };
  };
  const machine = await addClient({
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['files/read'],
  });
  const person = await addClient({
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email'],
    CallbackURLs: [callback],
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
  });
  await call('CreateManagedLoginBranding', {
    UserPoolId,
    ClientId: person.client_id,
    UseCognitoProvidedValues: true,
  });
  const sender = createSender(server.endpoint, CONNECTIONS);
  const base = '/domains/bench';
  const tokenPath = `${base}/oauth2/token`;
  const cookie = await signInAtPage(`${server.endpoint}${base}`, person.client_id);

  const authorize = async () => {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: person.client_id,
      redirect_uri: callback,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const location = await sender.follow(`${base}/oauth2/authorize?${query}`, cookie);
    const code = new URL(location).searchParams.get('code') ?? '';
    return sender.post(tokenPath, {
      ...person,
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code,
      code_verifier: verifier,
    });
  };
  const { refresh_token: refreshToken = '' } = await authorize();
  return {
    sender,
    tokenPath,
    machine,
    person,
    refreshToken,
    authorize,
    async [Symbol.asyncDispose]() {
      sender.close();
      await pool[Symbol.asyncDispose]();
    },
  };
}

/** Signs in at the login page, and answers the cookie of the browser's session. */
async function signInAtPage(base: string, client_id: string): Promise<string> {
  const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: callback });
  const address = `${base}/login?${query}`;
  const page = await fetch(address);
  const cookie = page.headers.getSetCookie().map((line) => line.split(';')[0]);
  const hidden = [...(await page.text()).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const form = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value]));
  form.set('username', emailOf(0));
  form.set('password', PASSWORD);
  const answer = await fetch(address, {
    method: 'POST',
    body: form,
    headers: { cookie: cookie.join('; '), origin: new URL(base).origin },
    redirect: 'manual',
  });
  const session = answer.headers.getSetCookie().find((line) => line.startsWith('cognito='));
  if (session === undefined) throw new Error(`The login page answered ${answer.status} without a session.`);
  return session.split(';')[0] ?? '';
}

async function startOidcProvider(): Promise<TokenEndpoint> {
  const script = fileURLToPath(new URL('./servers/oidc-provider-server.ts', import.meta.url));
  const server: Server = await startChild([script], {
    cwd: tmpdir(),
    env: { NODE_NO_WARNINGS: '1', NODE_ENV: 'production' },
    ready: /ready (\S+)/,
  });
  const { origin, hash } = new URL(server.endpoint);
  const facts = JSON.parse(Buffer.from(hash.slice(1), 'base64url').toString()) as {
    tokenEndpoint: string;
    client_id: string;
    client_secret: string;
    refreshToken: string;
  };
  const { client_id, client_secret, refreshToken } = facts;
  const sender = createSender(origin, CONNECTIONS);
  return {
    sender,
    tokenPath: new URL(facts.tokenEndpoint).pathname,
    machine: { client_id, client_secret },
    person: { client_id, client_secret },
    refreshToken,
    async [Symbol.asyncDispose]() {
      sender.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

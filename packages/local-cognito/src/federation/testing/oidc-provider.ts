import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';

type Claims = Record<string, unknown>;

/** What a provider does wrong, and the other ways of doing it right; it is read at every request. */
export interface Conduct {
  discovery?: (document: Claims) => Claims;
  /** Of the redirect back to the domain. */
  answer?: (parameters: URLSearchParams) => void;
  /** Instead of signing in, such as `access_denied`. */
  error?: string;
  idToken?: (claims: Claims) => Claims;
  userInfo?: (claims: Claims) => Claims;
  signature?:
    | 'RS256'
    | 'ES256'
    | 'none'
    | 'client-secret'
    | 'other-secret'
    | 'public-key'
    | 'other-key'
    | 'unknown-key'
    | 'tampered';
  /** Whatever the request was. */
  token?: (response: ServerResponse) => void;
  tokenBody?: (body: Claims) => Claims;
  keys?: (response: ServerResponse) => void;
  userInfoAnswer?: (response: ServerResponse) => void;
}

export interface OidcProviderOptions {
  clock?: () => number;
  clientId?: string;
  /** Empty: a public client. */
  clientSecret?: string;
}

interface Grant {
  nonce: string | null;
  challenge: string | null;
  redirectUri: string | null;
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const makeKeys = async () => ({
  RS256: await generateKeyPair('RS256'),
  ES256: await generateKeyPair('ES256'),
  /** In no provider's key set. */
  other: await generateKeyPair('RS256'),
});

/** Made once: it takes a while. */
const keysOfAll = makeKeys();

/** An OpenID Connect provider of our own making, strict as providers are, that can also misbehave. */
export async function startOidcProvider({
  clock = Date.now,
  clientId = 'cohabit',
  clientSecret = 'hush-hush-hush-hush-hush-hush-hush',
}: OidcProviderOptions = {}) {
  const { other, ...keys } = await keysOfAll;
  const person: Claims = {
    sub: 'ada-1815',
    email: 'ada@globex.example',
    email_verified: true,
    name: 'Ada Lovelace',
  };
  const conduct: Conduct = {};
  const grants = new Map<string, Grant>();
  /** By path, the latest last. */
  const requests: { path: string; method: string; parameters: Record<string, string>; agent: string }[] = [];
  let issuer = '';

  const sign = async (claims: Claims): Promise<string> => {
    const { signature = 'RS256' } = conduct;
    const jwt = (alg: string, kid?: string) =>
      new SignJWT(claims).setProtectedHeader({ alg, ...(kid && { kid }) });
    switch (signature) {
      case 'none':
        return `${base64url({ alg: 'none' })}.${base64url(claims)}.`;
      case 'client-secret':
        return jwt('HS256').sign(Buffer.from(clientSecret));
      case 'other-secret':
        return jwt('HS256').sign(Buffer.from(`${clientSecret}!`));
      case 'public-key':
        return jwt('HS256', 'RS256').sign(Buffer.from(await exportSPKI(keys.RS256.publicKey)));
      case 'other-key':
        return jwt('RS256', 'RS256').sign(other.privateKey);
      case 'unknown-key':
        return jwt('RS256', 'elsewhere').sign(other.privateKey);
      case 'tampered': {
        const [header = '', , end = ''] = (await jwt('RS256', 'RS256').sign(keys.RS256.privateKey)).split(
          '.',
        );
        return `${header}.${base64url({ ...claims, email: 'root@globex.example' })}.${end}`;
      }
      default:
        return jwt(signature, signature).sign(keys[signature].privateKey);
    }
  };

  const send = (response: ServerResponse, status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  const discovery = (response: ServerResponse) => {
    const document = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
    };
    send(response, 200, conduct.discovery?.(document) ?? document);
  };

  const authorize = (response: ServerResponse, query: URLSearchParams) => {
    const code = randomUUID();
    grants.set(code, {
      nonce: query.get('nonce'),
      challenge: query.get('code_challenge'),
      redirectUri: query.get('redirect_uri'),
    });
    const answer = new URLSearchParams({ state: query.get('state') ?? '', iss: issuer });
    if (conduct.error) answer.set('error', conduct.error);
    else answer.set('code', code);
    conduct.answer?.(answer);
    response.writeHead(302, { location: `${query.get('redirect_uri')}?${answer}` }).end();
  };

  const token = async (response: ServerResponse, form: URLSearchParams) => {
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const secret = form.get('client_secret') ?? '';
    if (form.get('client_id') !== clientId || secret !== clientSecret) {
      return send(response, 401, { error: 'invalid_client' });
    }
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant?.challenge !== verifier || grant.redirectUri !== form.get('redirect_uri')) {
      return send(response, 400, { error: 'invalid_grant', error_description: 'no such code' });
    }
    const now = Math.floor(clock() / 1000);
    const claims = { iss: issuer, aud: clientId, iat: now, exp: now + 300, nonce: grant.nonce, ...person };
    const id_token = await sign(conduct.idToken?.(claims) ?? claims);
    const body = { access_token: 'provider-access-token', token_type: 'Bearer', expires_in: 300, id_token };
    return send(response, 200, conduct.tokenBody?.(body) ?? body);
  };

  const userInfo = (request: IncomingMessage, response: ServerResponse) => {
    const isKnown = request.headers.authorization === 'Bearer provider-access-token';
    if (!isKnown) return send(response, 401, { error: 'invalid_token' });
    return send(response, 200, conduct.userInfo?.(person) ?? person);
  };

  const jwks = async (response: ServerResponse) => {
    const published = Object.entries(keys).map(async ([kid, { publicKey }]) => ({
      ...(await exportJWK(publicKey)),
      kid,
      alg: kid,
      use: 'sig',
    }));
    send(response, 200, { keys: await Promise.all(published) });
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    const { method = 'GET' } = request;
    const isForm = method === 'POST' && pathname === '/token';
    const parameters = isForm ? new URLSearchParams(await text(request)) : searchParams;
    const agent = request.headers['user-agent'] ?? '';
    requests.push({ path: pathname, method, parameters: Object.fromEntries(parameters), agent });
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return discovery(response);
      case '/authorize':
        return authorize(response, parameters);
      case '/token':
        return conduct.token ? conduct.token(response) : token(response, parameters);
      case '/userinfo':
        return conduct.userInfoAnswer ? conduct.userInfoAnswer(response) : userInfo(request, response);
      case '/jwks':
        return conduct.keys ? conduct.keys(response) : jwks(response);
      default:
        return send(response, 404, {});
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    /** For `ProviderDetails`. */
    details: {
      client_id: clientId,
      ...(clientSecret !== '' && { client_secret: clientSecret }),
      oidc_issuer: issuer,
      authorize_scopes: 'openid email profile',
      attributes_request_method: 'GET',
    },
    person,
    conduct,
    requests,
    requestsTo: (path: string) => requests.filter((request) => request.path === path),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { authorizationCodeGrant, type CustomFetch, fetchUserInfo } from 'openid-client';
import type { Cognito } from '../../cognito.ts';
import type { PendingSignIn } from '../pending-sign-in.ts';
import { FederationError, type TraceRecorder } from '../trace.ts';
import { fetchAs, type Progress } from './fetch-as.ts';
import { configure, type OidcServer, skewSeconds } from './oidc-server.ts';

export interface CodeExchange<Server = OidcServer> {
  server: Server;
  /** The address at which the provider's answer arrived. */
  url: URL;
  state: string;
  pending: PendingSignIn;
  /** Seconds since the person signed in there, at most. */
  maxAge: number | undefined;
  /** Of `attributes_request_method`. */
  userInfoMethod: string | undefined;
  progress: Progress;
  trace: TraceRecorder;
}

/** What a provider said of a person; the ID token and the user info are about the same one. */
export interface ExchangedCode {
  subject: string;
  tokenResponse: Record<string, unknown>;
  idToken: Record<string, unknown>;
  userInfo: Record<string, unknown>;
}

const hmacHashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;
type Hmac = keyof typeof hmacHashes;

/**
 * Exchanges the code, checks the ID token (OpenID Connect Core §3.1.3.7, always with its signature) and asks for the
 * user info. Throws what openid-client throws.
 */
export async function exchangeCode(cognito: Cognito, exchange: CodeExchange): Promise<ExchangedCode> {
  const { server, pending, trace } = exchange;
  const { userinfo_endpoint: userInfoUrl } = server.metadata;
  const tokens = await requestTokens(cognito, exchange);
  const idToken = tokens.claims();
  if (!idToken || !pending.nonce) throw new Error('openid-client has checked that there is an ID token');
  if (idToken.iat > cognito.clock() / 1000 + skewSeconds) throw issuedInFuture(idToken.iat, cognito.clock());
  trace.step('token', 'The ID token is good: signature, issuer, audience, nonce and times were checked.', {
    issuer: idToken.iss,
    audience: [idToken.aud].flat().join(', '),
    'issued at': new Date(idToken.iat * 1000).toISOString(),
  });
  const known = { subject: idToken.sub, tokenResponse: { ...tokens }, idToken: { ...idToken } };
  if (!userInfoUrl) return { ...known, userInfo: {} };
  const config = configure(cognito, server, userInfoFetch(cognito, exchange));
  const userInfo = await fetchUserInfo(config, tokens.access_token, idToken.sub);
  return { ...known, userInfo: { ...userInfo } };
}

function userInfoFetch(
  { fetch }: Cognito,
  { server, userInfoMethod: method, progress }: CodeExchange,
): CustomFetch {
  const ask = fetchAs(fetch, 'userInfo', { method, progress });
  const readKeys = fetchAs(fetch, 'keys', { progress });
  return (url, options) => (url === server.metadata.jwks_uri ? readKeys : ask)(url, options);
}

async function requestTokens(cognito: Cognito, exchange: CodeExchange) {
  const { server, url, state, pending, maxAge, progress } = exchange;
  const checks = {
    expectedState: state,
    ...(pending.nonce !== undefined && { expectedNonce: pending.nonce }),
    ...(pending.codeVerifier !== undefined && { pkceCodeVerifier: pending.codeVerifier }),
    ...(maxAge !== undefined && { maxAge }),
    idTokenExpected: true,
  };
  const readTokens = fetchAs(cognito.fetch, 'token', { progress });
  const readKeys = fetchAs(cognito.fetch, 'keys', { progress });
  let answer: Response | undefined;
  const fetch: CustomFetch = async (address, options) => {
    if (address === server.metadata.jwks_uri) return readKeys(address, options);
    const response = await readTokens(address, options);
    answer = response.clone();
    return response;
  };
  try {
    return await authorizationCodeGrant(configure(cognito, server, fetch), url, checks);
  } catch (error) {
    const hmac = answer && (await hmacOf(answer.clone(), server.clientSecret));
    if (!hmac) throw error;
    const same = answer as Response;
    return authorizationCodeGrant(
      configure(cognito, server, async () => same, hmac),
      url,
      checks,
    );
  }
}

/** The algorithm of an ID token that is signed with the client secret, and rightly so; never with another key. */
async function hmacOf(answer: Response, clientSecret: string | undefined): Promise<Hmac | undefined> {
  const body = (await answer.json().catch(() => undefined)) as { id_token?: unknown } | undefined;
  if (clientSecret === undefined || typeof body?.id_token !== 'string') return undefined;
  const [header = '', payload = '', signature = ''] = body.id_token.split('.');
  const algorithm = algorithmOf(header);
  if (!algorithm) return undefined;
  const expected = createHmac(hmacHashes[algorithm], clientSecret).update(`${header}.${payload}`).digest();
  const received = Buffer.from(signature, 'base64url');
  return received.length === expected.length && timingSafeEqual(received, expected) ? algorithm : undefined;
}

function algorithmOf(header: string): Hmac | undefined {
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown };
    return typeof alg === 'string' && Object.hasOwn(hmacHashes, alg) ? (alg as Hmac) : undefined;
  } catch {
    return undefined;
  }
}

function issuedInFuture(iat: number, now: number): FederationError {
  return new FederationError('Bad id_token', {
    text: `The ID token was issued at ${new Date(iat * 1000).toISOString()}, and it is only ${new Date(now).toISOString()} here.`,
    remedy: 'Correct the clock of the provider, or of this machine.',
  });
}

import * as oidc from 'openid-client';
import { boundedCache } from '../verify/bounded-cache.ts';
import { ManagedLoginError, managedLoginError } from './managed-login-error.ts';

/** Where somebody signs in, as the control plane's `GET /v1/sign-in` answers it. */
export interface ManagedLoginClient {
  /** Of the user pool; its OpenID configuration says where the pool's domain is. */
  issuer: string;
  clientId: string;
}

/** What the product keeps for the browser while it is away, in its own session and nowhere else. */
export interface PendingManagedLogin extends ManagedLoginClient {
  state: string;
  nonce: string;
  codeVerifier: string;
  redirectUri: string;
}

export interface BeginOptions {
  /** One of the app client's callback URLs, to the letter. */
  redirectUri: string;
  scopes: readonly string[];
  /** Goes straight to this identity provider (Cognito's ProviderName); `COGNITO` stays with the user pool. */
  identityProvider?: string | undefined;
  /** Who is about to sign in, to fill in the form. */
  loginHint?: string | undefined;
  /** `login`: sign in again, whoever is signed in; `select_account`: ask who; `none`: only if no page is needed. */
  prompt?: 'none' | 'login' | 'select_account' | undefined;
  /** Step-up: levels wanted, the strongest first. */
  acrValues?: readonly string[] | undefined;
  /** Language of the pages, such as `ja`. */
  language?: string | undefined;
}

export interface ManagedLoginTokens {
  accessToken: string;
  idToken: string;
  refreshToken: string;
  /** The claims of the ID token, verified. */
  claims: Readonly<Record<string, unknown>>;
}

/**
 * Sign-in on Cognito's pages or at a tenant's identity provider: authorization code with PKCE, `state` and `nonce`
 * (RFC 6749 §4.1, RFC 7636, OpenID Connect Core §3.1). All reject with {@link ManagedLoginError}.
 */
export interface ManagedLogin {
  /** The address to send the browser to, and what {@link ManagedLogin.finish} needs when it comes back. */
  begin(
    client: ManagedLoginClient,
    options: BeginOptions,
  ): Promise<{ url: string; pending: PendingManagedLogin }>;
  /** Redeems the code that came to the callback. A pending sign-in can be finished once: forget it before. */
  finish(pending: PendingManagedLogin, callback: URL): Promise<ManagedLoginTokens>;
  /** Where the browser ends its session at the user pool; it comes back to `logoutUri`, one of the client's logout URLs. */
  signOutUrl(client: ManagedLoginClient, logoutUri: string): Promise<string>;
}

const MAX_CLIENTS = 10_000;
const MAX_AGE_MS = 600_000;
const TIMEOUT_SECONDS = 5;

/** `cognitoEndpoint` is the address of an embedded Cognito, the only one that may be plain http. */
export function createManagedLogin(options: { cognitoEndpoint?: string | undefined } = {}): ManagedLogin {
  const known = boundedCache<string, { configuration: Promise<oidc.Configuration>; readAt: number }>(
    MAX_CLIENTS,
  );

  async function discover({ issuer, clientId }: ManagedLoginClient): Promise<oidc.Configuration> {
    const { cognitoEndpoint } = options;
    const isEmbedded =
      cognitoEndpoint !== undefined && issuer.startsWith(`${cognitoEndpoint.replace(/\/+$/, '')}/`);
    return oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
      execute: isEmbedded ? [oidc.allowInsecureRequests] : [],
      timeout: TIMEOUT_SECONDS,
    });
  }

  function configurationOf(client: ManagedLoginClient): Promise<oidc.Configuration> {
    const key = `${client.issuer} ${client.clientId}`;
    const atHand = known.get(key);
    if (atHand && performance.now() - atHand.readAt < MAX_AGE_MS) return atHand.configuration;
    const configuration = discover(client);
    known.set(key, { configuration, readAt: performance.now() });
    configuration.catch(() => known.delete(key));
    return configuration;
  }

  return {
    begin: (client, wanted) =>
      translated(async () => {
        const configuration = await configurationOf(client);
        const pending: PendingManagedLogin = {
          issuer: client.issuer,
          clientId: client.clientId,
          state: oidc.randomState(),
          nonce: oidc.randomNonce(),
          codeVerifier: oidc.randomPKCECodeVerifier(),
          redirectUri: wanted.redirectUri,
        };
        const url = oidc.buildAuthorizationUrl(configuration, {
          redirect_uri: wanted.redirectUri,
          scope: wanted.scopes.join(' '),
          state: pending.state,
          nonce: pending.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(pending.codeVerifier),
          code_challenge_method: 'S256',
          ...present({
            identity_provider: wanted.identityProvider,
            login_hint: wanted.loginHint,
            prompt: wanted.prompt,
            acr_values: wanted.acrValues?.join(' '),
            lang: wanted.language,
          }),
        });
        return { url: url.href, pending };
      }),

    finish: (pending, callback) =>
      translated(async () => {
        // The registered address, so that a proxy's host or port in between changes nothing.
        const current = new URL(pending.redirectUri);
        current.search = callback.search;
        const tokens = await oidc.authorizationCodeGrant(await configurationOf(pending), current, {
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          pkceCodeVerifier: pending.codeVerifier,
        });
        const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = tokens;
        if (!idToken || !refreshToken) {
          throw new ManagedLoginError(
            'unavailable',
            'The sign-in service sent no ID token or no refresh token. The scopes need "openid".',
          );
        }
        return { accessToken, idToken, refreshToken, claims: { ...tokens.claims() } };
      }),

    signOutUrl: (client, logoutUri) =>
      translated(async () => {
        const { end_session_endpoint: endpoint } = (await configurationOf(client)).serverMetadata();
        if (!endpoint)
          throw new ManagedLoginError('unavailable', 'The user pool has no domain to sign out of.');
        // Cognito's own parameters: `client_id` and `logout_uri` ("Logout endpoint").
        const url = new URL(endpoint);
        url.searchParams.set('client_id', client.clientId);
        url.searchParams.set('logout_uri', logoutUri);
        return url.href;
      }),
  };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw managedLoginError(error);
  }
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

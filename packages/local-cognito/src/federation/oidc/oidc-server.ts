import {
  allowInsecureRequests,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  clockSkew,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client';
import type { Cognito } from '../../cognito.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { isLoopback } from '../loopback.ts';
import { FederationError, type TraceRecorder } from '../trace.ts';
import { explainOidcError } from './explain-oidc-error.ts';
import { fetchAs } from './fetch-as.ts';

/** A provider as it describes itself, or as its settings do. */
export interface OAuthServer {
  metadata: ServerMetadata & { authorization_endpoint: string; token_endpoint: string };
  clientId: string;
  /** Absent: a public client. */
  clientSecret: string | undefined;
  scopes: string;
}

/** One that speaks OpenID Connect: it has keys, and signs ID tokens with them. */
export interface OidcServer extends OAuthServer {
  metadata: OAuthServer['metadata'] & { jwks_uri: string };
}

/** How far the provider's clock and ours may differ, in seconds. */
export const skewSeconds = 30;
const goodForMs = 60_000;
const maxKept = 500;

/** RSA and ECDSA. What needs the client secret (HMAC) is checked apart, and `none` never counts. */
export const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
];

type Details = Record<string, string>;

/** By issuer and settings, for a minute, as Cognito keeps them. */
const discovered = new WeakMap<Cognito['store'], Map<string, { metadata: ServerMetadata; until: number }>>();

/** Reads the provider's discovery document, unless its endpoints stand in its settings. Throws a `FederationError`. */
export async function findOidcServer(
  cognito: Cognito,
  provider: IdentityProvider,
  trace: TraceRecorder,
): Promise<OidcServer> {
  const { ProviderDetails: details } = provider;
  const metadata = details.token_url ? explicitMetadata(details) : await discover(cognito, provider, trace);
  const { authorization_endpoint, token_endpoint, jwks_uri } = metadata;
  if (!authorization_endpoint || !token_endpoint || !jwks_uri) {
    throw unusable('has no authorization_endpoint, token_endpoint or jwks_uri', details);
  }
  const { protocol, hostname } = new URL(authorization_endpoint);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
    throw unusable('has an authorization_endpoint that is not reached by https', details);
  }
  return {
    metadata: { ...metadata, authorization_endpoint, token_endpoint, jwks_uri },
    clientId: details.client_id ?? '',
    clientSecret: details.client_secret || undefined,
    scopes: details.authorize_scopes ?? 'openid',
  };
}

function explicitMetadata(details: Details): ServerMetadata {
  const { oidc_issuer: issuer = '', authorize_url, token_url, attributes_url, jwks_uri } = details;
  return {
    issuer,
    id_token_signing_alg_values_supported: signatureAlgorithms,
    ...(authorize_url && { authorization_endpoint: authorize_url }),
    ...(token_url && { token_endpoint: token_url }),
    ...(attributes_url && { userinfo_endpoint: attributes_url }),
    ...(jwks_uri && { jwks_uri }),
  };
}

async function discover(
  cognito: Cognito,
  provider: IdentityProvider,
  trace: TraceRecorder,
): Promise<ServerMetadata> {
  const { ProviderDetails: details } = provider;
  const { oidc_issuer: issuer = '' } = details;
  const kept = discovered.get(cognito.store) ?? new Map();
  discovered.set(cognito.store, kept);
  const known = kept.get(issuer);
  if (known && cognito.clock() < known.until) {
    trace.step('discovery', 'The discovery document was read less than a minute ago.', { issuer });
    return known.metadata;
  }
  const metadata = await readDiscovery(cognito, provider);
  if (kept.size >= maxKept) kept.clear();
  kept.set(issuer, { metadata, until: cognito.clock() + goodForMs });
  const { authorization_endpoint = '', token_endpoint = '', jwks_uri = '' } = metadata;
  trace.step('discovery', 'Read the discovery document.', {
    issuer: metadata.issuer,
    authorization_endpoint,
    token_endpoint,
    jwks_uri,
  });
  return metadata;
}

async function readDiscovery(cognito: Cognito, provider: IdentityProvider): Promise<ServerMetadata> {
  const { ProviderDetails: details } = provider;
  const { oidc_issuer: issuer = '', client_id: clientId = '' } = details;
  try {
    const found = await discovery(new URL(issuer), clientId, undefined, None(), {
      execute: [allowInsecureRequests],
      [customFetch]: fetchAs(cognito.fetch, 'discovery'),
    });
    const metadata = { ...found.serverMetadata() };
    // Only this issuer: some discovery documents stand for many.
    if (new URL(metadata.issuer).href !== new URL(issuer).href) {
      throw unusable(`names the issuer ${metadata.issuer} and not ${issuer}`, details);
    }
    const algorithms = metadata.id_token_signing_alg_values_supported ?? ['RS256'];
    const usable = algorithms.filter((name) => signatureAlgorithms.includes(name));
    metadata.id_token_signing_alg_values_supported = usable.length > 0 ? usable : ['RS256'];
    return metadata;
  } catch (error) {
    throw explainOidcError(error, { provider, stage: 'discovery' });
  }
}

function unusable(what: string, { oidc_issuer: issuer = '' }: Details): FederationError {
  return new FederationError('The OpenID configuration of the identity provider is not valid.', {
    text: `The discovery document of ${issuer} ${what}.`,
    remedy: 'Correct oidc_issuer in ProviderDetails, or what the provider publishes.',
  });
}

/**
 * The provider for openid-client. `hmac`: the signature of the ID token was checked with the client secret already
 * (openid-client knows no HMAC); else it is checked with the keys of `jwks_uri`.
 */
export function configure(
  { clock }: Pick<Cognito, 'clock'>,
  { metadata, clientId, clientSecret }: OAuthServer,
  fetch: CustomFetch,
  hmac?: 'HS256' | 'HS384' | 'HS512',
): Configuration {
  const client = {
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
    ...(hmac && { id_token_signed_response_alg: hmac }),
    [clockSkew]: Math.round((clock() - Date.now()) / 1000),
    [clockTolerance]: skewSeconds,
  };
  const auth = clientSecret === undefined ? None() : ClientSecretPost(clientSecret);
  const config = new Configuration(metadata, clientId, client, auth);
  config[customFetch] = fetch;
  // Which addresses may be reached by http, the guarded fetch knows.
  allowInsecureRequests(config);
  if (!hmac) enableNonRepudiationChecks(config);
  return config;
}

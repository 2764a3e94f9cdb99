import { acrValues } from '../flows/acr.ts';
import {
  type IdentityProvider,
  identityProviderKind,
  providerByIdentifier,
} from '../identity-providers/identity-provider.ts';
import { isCustomScope } from '../resource-servers/resource-server.ts';
import type { ClientRecord } from '../storage/records.ts';
import { AuthorizationError, type AuthorizationRequest, DeadEnd } from './authorization-request.ts';
import type { DomainRequest } from './domain-request.ts';
import { parameter, repeatedName } from './single-values.ts';

/**
 * Checks what an app asks of `/oauth2/authorize`, which is also the query of every page that follows. `query` is given
 * when it was carried through a provider. Throws a `DeadEnd` when client or redirect URI are in doubt, and an
 * `AuthorizationError`, which goes to the app, for all else.
 */
export function readAuthorizationRequest(
  request: DomainRequest,
  query: URLSearchParams = request.query,
): AuthorizationRequest {
  const client = findClient(request, query);
  const redirectUri = findRedirectUri(client, query);
  const responseType = query.get('response_type') === 'token' ? 'token' : 'code';
  const state = query.getAll('state').length > 1 ? undefined : (query.get('state') ?? undefined);
  const answersTo = { redirectUri, responseType, state } as const;
  const refuse = (error: AuthorizationError['error'], description: string) =>
    new AuthorizationError(error, description, answersTo);
  const invalid = (description: string) => refuse('invalid_request', description);

  const repeated = repeatedName(query);
  if (repeated !== undefined)
    throw invalid(`The parameter ${repeated} stands in the request more than once.`);
  checkResponse(client, query, refuse);
  const isManagedLogin = request.domain.ManagedLoginVersion === 2;
  return {
    client,
    ...answersTo,
    scopes: readScopes(request, client, query, refuse),
    nonce: parameter(query, 'nonce'),
    codeChallenge: readCodeChallenge(query, invalid),
    provider: readProvider(request, client, query, invalid),
    loginHint: parameter(query, 'login_hint'),
    prompt: isManagedLogin ? readPrompt(query, invalid) : new Set(),
    language: parameter(query, 'lang') ?? parameter(query, 'ui_locales')?.split(' ')[0],
    resource: readResource(request, query, invalid),
    acrValues: readAcrValues(request, query, invalid),
    maxAge: readMaxAge(query, invalid),
    query,
  };
}

type Refuse = (error: AuthorizationError['error'], description: string) => AuthorizationError;
type Invalid = (description: string) => AuthorizationError;

function findClient({ cognito, pool }: DomainRequest, query: URLSearchParams): ClientRecord {
  const ids = query.getAll('client_id');
  const client = ids.length === 1 ? cognito.store.clients.get(ids[0] ?? '') : undefined;
  if (client?.poolId !== pool.id) throw new DeadEnd('unknown_client');
  return client;
}

/** Equal to a callback URL character for character; without one, the client's default. */
function findRedirectUri({ id, client }: ClientRecord, query: URLSearchParams): string {
  const [uri = client.DefaultRedirectURI, ...more] = query.getAll('redirect_uri');
  if (uri === undefined || more.length > 0 || !client.CallbackURLs?.includes(uri)) {
    throw new DeadEnd('redirect_mismatch', id);
  }
  return uri;
}

function checkResponse({ client }: ClientRecord, query: URLSearchParams, refuse: Refuse): void {
  const type = parameter(query, 'response_type');
  if (type === undefined) throw refuse('invalid_request', 'The parameter response_type is missing.');
  if (type !== 'code' && type !== 'token') {
    throw refuse('unsupported_response_type', `The response type must be code or token.`);
  }
  const flow = type === 'code' ? 'code' : 'implicit';
  if (!client.AllowedOAuthFlowsUserPoolClient || !client.AllowedOAuthFlows?.includes(flow)) {
    throw refuse('unauthorized_client', `The app client does not allow the ${flow} flow.`);
  }
  const mode = parameter(query, 'response_mode');
  const own = type === 'code' ? 'query' : 'fragment';
  if (mode !== undefined && mode !== own) {
    throw refuse('invalid_request', `The response mode of response type ${type} is ${own}.`);
  }
}

function readScopes(
  { cognito, pool }: DomainRequest,
  { client }: ClientRecord,
  query: URLSearchParams,
  refuse: Refuse,
): string[] {
  const allowed = client.AllowedOAuthScopes ?? [];
  const wanted = new Set(
    query
      .get('scope')
      ?.split(' ')
      .filter((name) => name !== ''),
  );
  wanted.delete('offline_access');
  if (wanted.size === 0) return [...allowed];
  for (const scope of wanted) {
    const exists = !scope.includes('/') || isCustomScope(cognito, pool.id, scope);
    if (!allowed.includes(scope) || !exists) {
      throw refuse('invalid_scope', `The app client does not allow the scope ${scope}.`);
    }
  }
  return [...wanted];
}

/** RFC 7636 §4.2: 43 characters, the SHA-256 of the verifier. */
const s256Challenge = /^[A-Za-z0-9_-]{43}$/;

function readCodeChallenge(query: URLSearchParams, invalid: Invalid): string | undefined {
  const challenge = parameter(query, 'code_challenge');
  const method = parameter(query, 'code_challenge_method');
  if (challenge === undefined && method === undefined) return undefined;
  if (method !== 'S256') throw invalid('The code_challenge_method must be S256.');
  if (challenge === undefined || !s256Challenge.test(challenge)) {
    throw invalid('The code_challenge must be the base64url-encoded SHA-256 of a code verifier.');
  }
  return challenge;
}

/**
 * One of the client's own providers. A provider of another client is answered as one that does not exist: nobody learns
 * who else is in the pool.
 */
function readProvider(
  { cognito, pool }: DomainRequest,
  { client }: ClientRecord,
  query: URLSearchParams,
  invalid: Invalid,
): IdentityProvider | 'COGNITO' | undefined {
  const supported = client.SupportedIdentityProviders ?? [];
  const find = (name: string) => cognito.store.documents.get(identityProviderKind, pool.id, name);
  const name = parameter(query, 'identity_provider');
  const identifier = parameter(query, 'idp_identifier');
  if (name === undefined && identifier === undefined) {
    const [only, ...others] = supported;
    return only !== undefined && only !== 'COGNITO' && others.length === 0 ? find(only) : undefined;
  }
  if (name === 'COGNITO') {
    if (supported.includes(name)) return name;
    throw invalid('The app client has no such identity provider.');
  }
  const provider = name === undefined ? providerByIdentifier(cognito, pool.id, identifier ?? '') : find(name);
  if (!provider || !supported.includes(provider.ProviderName)) {
    throw invalid('The app client has no such identity provider.');
  }
  return provider;
}

const prompts = ['none', 'login', 'select_account', 'consent'] as const;

function readPrompt(query: URLSearchParams, invalid: Invalid): AuthorizationRequest['prompt'] {
  const values = query.get('prompt')?.split(' ') ?? [];
  const prompt = new Set(prompts.filter((name) => values.includes(name)));
  if (prompt.has('none') && prompt.size > 1) throw invalid('The prompt none cannot be combined with others.');
  return prompt;
}

/** RFC 8707 §2: absolute, without a fragment. The tier LITE has no managed login, and so no resources. */
function readResource(
  { domain }: DomainRequest,
  query: URLSearchParams,
  invalid: Invalid,
): string | undefined {
  const resource = parameter(query, 'resource');
  if (resource === undefined) return undefined;
  if (!URL.canParse(resource) || resource.includes('#')) {
    throw invalid('The resource must be an absolute URI without a fragment.');
  }
  if (domain.ManagedLoginVersion !== 2) {
    throw invalid('Resource binding needs managed login; the domain has the classic hosted UI.');
  }
  return resource;
}

function readAcrValues({ pool }: DomainRequest, query: URLSearchParams, invalid: Invalid): string[] {
  if (!pool.pool.AcrConfiguration) return [];
  const values =
    query
      .get('acr_values')
      ?.split(' ')
      .filter((value) => value !== '') ?? [];
  const known = acrValues(pool);
  if (values.some((value) => !known.includes(value))) {
    throw invalid(`The acr_values must be of ${known.join(', ')}.`);
  }
  return values;
}

function readMaxAge(query: URLSearchParams, invalid: Invalid): number | undefined {
  const text = parameter(query, 'max_age');
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw invalid('The max_age must be a number of seconds.');
  return Number(text);
}

import * as z from 'zod';
import type { Answer } from '../answer.ts';
import { applyClientSettings } from '../clients/client-defaults.ts';
import { epochSeconds } from '../clock.ts';
import { newClientSecret } from '../ids.ts';
import type { ClientRecord } from '../storage/records.ts';
import { decodeJwt } from '../tokens/jwt.ts';
import { CognitoError } from '../wire/errors.ts';
import { clientName } from '../wire/fields.ts';
import type { DomainRequest } from './domain-request.ts';
import { answerMachine, machineAnswer } from './machine-answer.ts';
import { OAuthError } from './oauth-error.ts';

const registrationScope = 'aws.cognito/dcr/register';
const openIdScopes = ['openid', 'email', 'phone', 'profile'];

const clientMetadata = z.object({
  client_name: clientName.optional(),
  redirect_uris: z.array(z.string().min(1).max(1024)).max(100).optional(),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token', 'client_credentials']))
    .min(1)
    .default(['authorization_code']),
  response_types: z.array(z.literal('code')).optional(),
  token_endpoint_auth_method: z
    .enum(['client_secret_basic', 'client_secret_post', 'none'])
    .default('client_secret_basic'),
  scope: z.string().optional(),
});
type ClientMetadata = z.output<typeof clientMetadata>;

/**
 * `POST /oauth2/register` (RFC 7591): an app registers itself, openly where the pool allows it, or with an access token
 * of scope `aws.cognito/dcr/register`.
 */
export function register(request: DomainRequest): Promise<Answer> {
  return answerMachine(async () => {
    const allowed = allowedFlows(request);
    const wanted = readMetadata(await request.text());
    const isMachine = wanted.grant_types.includes('client_credentials');
    if (isMachine && wanted.grant_types.length > 1) {
      throw invalidMetadata('The grant type client_credentials cannot be combined with others.');
    }
    const flow = isMachine ? 'client_credentials' : 'code';
    if (!allowed.includes(flow)) throw invalidMetadata(`The ${flow} flow cannot be registered here.`);
    if (isMachine && wanted.token_endpoint_auth_method === 'none') {
      throw invalidMetadata('The grant type client_credentials needs a client secret.');
    }
    if (!isMachine && !wanted.redirect_uris?.length) {
      throw new OAuthError('invalid_redirect_uri', 'The redirect_uris are missing.');
    }
    return machineAnswer(201, describe(createClient(request, wanted, flow), wanted));
  });
}

/** What whoever calls may register. Throws an `OAuthError`. */
function allowedFlows({ cognito, pool, headers }: DomainRequest): readonly string[] {
  const settings = pool.pool.DcrConfiguration;
  if (settings?.EnableStatus !== 'Enabled') {
    throw new OAuthError('invalid_request', 'Dynamic client registration is off in this user pool.', 403);
  }
  const [, token] = /^bearer +([\w.-]+) *$/i.exec(headers.authorization ?? '') ?? [];
  if (headers.authorization === undefined && settings.OpenDcrEnabled) {
    return settings.OpenDcrGrantTypes ?? ['code'];
  }
  try {
    const isOfUser = decodeJwt(token ?? '')?.claims.username !== undefined;
    const access = isOfUser
      ? cognito.tokens.verifyAccessToken(token ?? '', 'any')
      : cognito.tokens.verifyClientToken(token ?? '');
    if (access.pool.id === pool.id && access.scope.includes(registrationScope)) {
      return settings.AuthenticatedGrantTypes ?? ['code', 'client_credentials'];
    }
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
  }
  throw new OAuthError(
    'invalid_token',
    `Expected an access token of this user pool with the scope ${registrationScope}.`,
    401,
  );
}

function readMetadata(text: string): ClientMetadata {
  try {
    return clientMetadata.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw invalidMetadata('The body must be a JSON object.');
    const [issue] = error.issues;
    throw invalidMetadata(`${issue?.path.join('.')}: ${issue?.message}`);
  }
}

function createClient(
  { cognito, pool }: DomainRequest,
  wanted: ClientMetadata,
  flow: 'code' | 'client_credentials',
): ClientRecord {
  const id = cognito.ids.newClientId();
  const now = epochSeconds(cognito.clock);
  const fixed = {
    UserPoolId: pool.id,
    ClientId: id,
    ClientName: wanted.client_name ?? id,
    ClientType: 'DCR' as const,
    CreationDate: now,
    LastModifiedDate: now,
    ...(wanted.token_endpoint_auth_method !== 'none' && { ClientSecret: newClientSecret() }),
  };
  try {
    const client = applyClientSettings(cognito, pool, fixed, {
      ExplicitAuthFlows: [],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: [flow],
      AllowedOAuthScopes: scopesFor(pool.pool.DcrConfiguration?.AllowedScopes ?? [], wanted, flow),
      CallbackURLs: wanted.redirect_uris,
      SupportedIdentityProviders: ['COGNITO'],
    });
    const record = { id, poolId: pool.id, client };
    cognito.store.clients.put(record);
    return record;
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const isAboutUri = error.message.includes('redirect URI');
    throw isAboutUri ? new OAuthError('invalid_redirect_uri', error.message) : invalidMetadata(error.message);
  }
}

/** Without a wish, all that the flow can use. Nobody registers an app that may register others. */
function scopesFor(
  extra: readonly string[],
  { scope }: ClientMetadata,
  flow: 'code' | 'client_credentials',
): string[] {
  const more = extra.filter((name) => name !== registrationScope);
  const allowed = flow === 'code' ? [...openIdScopes, ...more] : more.filter((name) => name.includes('/'));
  const wanted = scope?.split(' ').filter((name) => name !== '') ?? [];
  const refused = wanted.find((name) => !allowed.includes(name));
  if (refused !== undefined) throw invalidMetadata(`The scope ${refused} cannot be registered here.`);
  const scopes = wanted.length > 0 ? wanted : allowed;
  if (scopes.length === 0) throw invalidMetadata('There is no scope that this app could be given.');
  return scopes;
}

/** RFC 7591 §3.2.1. */
function describe({ id, client }: ClientRecord, wanted: ClientMetadata): object {
  return {
    client_id: id,
    client_id_issued_at: client.CreationDate,
    ...(client.ClientSecret !== undefined && {
      client_secret: client.ClientSecret,
      client_secret_expires_at: 0,
    }),
    client_name: client.ClientName,
    redirect_uris: client.CallbackURLs,
    grant_types: wanted.grant_types,
    response_types: wanted.grant_types.includes('client_credentials') ? [] : ['code'],
    token_endpoint_auth_method: wanted.token_endpoint_auth_method,
    scope: client.AllowedOAuthScopes?.join(' '),
  };
}

const invalidMetadata = (description: string) => new OAuthError('invalid_client_metadata', description);

import * as z from 'zod';
import type { Answer } from '../answer.ts';
import { tracksDevices } from '../devices/device.ts';
import { checkDevice, findRefreshToken, redeem } from '../flows/refresh-token-auth.ts';
import { isCustomScope } from '../resource-servers/resource-server.ts';
import type { ClientRecord } from '../storage/records.ts';
import { canReadAttribute } from '../tokens/claims.ts';
import type { ClientAuthenticationResult } from '../tokens/client-token.ts';
import type { AuthenticationResult } from '../tokens/issue.ts';
import { evictSessions } from '../user-sessions/token-sessions.ts';
import { CognitoError, notAuthorized } from '../wire/errors.ts';
import { takeCode } from './authorization-code.ts';
import { authenticateClient } from './client-authentication.ts';
import type { DomainRequest } from './domain-request.ts';
import { answerMachine, machineAnswer } from './machine-answer.ts';
import { machineForm, requireValue } from './machine-form.ts';
import { OAuthError } from './oauth-error.ts';
import { parameter } from './single-values.ts';

/** `POST /oauth2/token` (RFC 6749 §3.2). */
export function token(request: DomainRequest): Promise<Answer> {
  return answerMachine(async () => {
    const form = await machineForm(request);
    const grantType = requireValue(form, 'grant_type');
    const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
    if (!grant) {
      throw new OAuthError('unsupported_grant_type', `Expected one of ${Object.keys(grants).join(', ')}.`);
    }
    const client = authenticateClient(request, form);
    return machineAnswer(200, await grant(request, client, form));
  });
}

type Grant = (request: DomainRequest, client: ClientRecord, form: URLSearchParams) => Promise<object>;

const grants: Record<string, Grant> = {
  authorization_code: codeGrant,
  refresh_token: refreshGrant,
  client_credentials: clientGrant,
};

async function codeGrant(
  { cognito, pool }: DomainRequest,
  client: ClientRecord,
  form: URLSearchParams,
): Promise<object> {
  checkAllowed(client, 'code');
  const decision = takeCode(
    cognito,
    { pool, client },
    {
      code: requireValue(form, 'code'),
      redirectUri: requireValue(form, 'redirect_uri'),
      verifier: parameter(form, 'code_verifier'),
    },
  );
  if (decision.scope.split(' ').includes('email') && !canReadAttribute(client, 'email_verified')) {
    throw new OAuthError('invalid_grant', 'The scope email needs read access to email_verified.');
  }
  const tokens = await orRefuse(cognito.tokens.issueDecided({ pool, client, decision, refreshToken: 'new' }));
  const user = cognito.store.users.get(pool.id, decision.username);
  if (user) evictSessions(cognito, pool, user, decision.details?.session?.id);
  return tokenAnswer(tokens);
}

/** Also for tokens of the API, except where devices are tracked: those are bound to the API. */
async function refreshGrant(
  { cognito, pool }: DomainRequest,
  client: ClientRecord,
  form: URLSearchParams,
): Promise<object> {
  const attempt = { cognito, pool, client, via: 'public' } as const;
  const refreshToken = requireValue(form, 'refresh_token');
  const refresh = async () => {
    const record = findRefreshToken(attempt, refreshToken);
    checkDevice(record, undefined);
    if (tracksDevices(pool) && !record.details?.oauth) throw notAuthorized('Invalid Refresh Token');
    return redeem(attempt, record, { clientMetadata: undefined });
  };
  return tokenAnswer(await orRefuse(refresh()));
}

async function clientGrant(
  { cognito, pool }: DomainRequest,
  client: ClientRecord,
  form: URLSearchParams,
): Promise<object> {
  checkAllowed(client, 'client_credentials');
  const allowed = client.client.AllowedOAuthScopes ?? [];
  const wanted = new Set(
    form
      .get('scope')
      ?.split(' ')
      .filter((name) => name !== ''),
  );
  for (const name of wanted) {
    if (!isCustomScope(cognito, pool.id, name)) {
      throw new OAuthError('invalid_scope', `The scope ${name} does not exist.`);
    }
    if (!allowed.includes(name)) {
      throw new OAuthError('invalid_grant', `The app client does not allow the scope ${name}.`);
    }
  }
  const scopes = wanted.size > 0 ? [...wanted] : allowed;
  const clientMetadata = readClientMetadata(form);
  const tokens = await orRefuse(cognito.tokens.issueToClient({ pool, client, scopes, clientMetadata }));
  return tokenAnswer(tokens);
}

type Flow = 'code' | 'client_credentials';

function checkAllowed({ client }: ClientRecord, flow: Flow): void {
  if (!client.AllowedOAuthFlowsUserPoolClient || !client.AllowedOAuthFlows?.includes(flow)) {
    throw new OAuthError('unauthorized_client', `The app client does not allow the ${flow} flow.`);
  }
}

const metadata = z.record(z.string(), z.string());

function readClientMetadata(form: URLSearchParams): Record<string, string> | undefined {
  const text = parameter(form, 'aws_client_metadata');
  if (text === undefined) return undefined;
  try {
    return metadata.parse(JSON.parse(text));
  } catch {
    throw new OAuthError('invalid_request', 'The aws_client_metadata must be a JSON object of texts.');
  }
}

/** What is wrong with the grant itself; all else, as a function's refusal, may go well another time. */
const wrongGrant = new Set(['NotAuthorizedException', 'UserNotFoundException', 'RefreshTokenReuseException']);

async function orRefuse<T>(issuing: Promise<T>): Promise<T> {
  try {
    return await issuing;
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    throw new OAuthError(wrongGrant.has(error.type) ? 'invalid_grant' : 'invalid_request', error.message);
  }
}

function tokenAnswer(tokens: AuthenticationResult | ClientAuthenticationResult) {
  const { IdToken, RefreshToken, AccessToken, ExpiresIn, TokenType } = { ...tokens } as AuthenticationResult;
  return {
    ...(IdToken !== undefined && { id_token: IdToken }),
    access_token: AccessToken,
    ...(RefreshToken !== undefined && { refresh_token: RefreshToken }),
    expires_in: ExpiresIn,
    token_type: TokenType,
  };
}

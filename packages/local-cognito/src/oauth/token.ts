import type { Answer } from '../answer.ts';
import { checkDevice, findRefreshToken, redeem } from '../flows/refresh-token-auth.ts';
import type { ClientRecord } from '../storage/records.ts';
import type { AuthenticationResult } from '../tokens/issue.ts';
import { evictSessions } from '../user-sessions/token-sessions.ts';
import { CognitoError } from '../wire/errors.ts';
import { takeCode } from './authorization-code.ts';
import { authenticateClient } from './client-authentication.ts';
import type { DomainRequest } from './domain-request.ts';
import { answerMachine, machineAnswer } from './machine-answer.ts';
import { OAuthError } from './oauth-error.ts';
import { parameter, repeatedName } from './single-values.ts';

/** `POST /oauth2/token` (RFC 6749 §3.2). */
export function token(request: DomainRequest): Promise<Answer> {
  return answerMachine(async () => {
    const form = await readForm(request);
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
};

async function codeGrant(
  { cognito, pool }: DomainRequest,
  client: ClientRecord,
  form: URLSearchParams,
): Promise<object> {
  const decision = takeCode(
    cognito,
    { pool, client },
    {
      code: requireValue(form, 'code'),
      redirectUri: requireValue(form, 'redirect_uri'),
      verifier: parameter(form, 'code_verifier'),
    },
  );
  const tokens = await asGrant(() =>
    cognito.tokens.issueDecided({ pool, client, decision, refreshToken: 'new' }),
  );
  const user = cognito.store.users.get(pool.id, decision.username);
  if (user) evictSessions(cognito, pool, user, decision.details?.session?.id);
  return tokenAnswer(tokens);
}

async function refreshGrant(
  { cognito, pool }: DomainRequest,
  client: ClientRecord,
  form: URLSearchParams,
): Promise<object> {
  const attempt = { cognito, pool, client, via: 'public' } as const;
  const tokens = await asGrant(() => {
    const record = findRefreshToken(attempt, requireValue(form, 'refresh_token'));
    checkDevice(record, undefined);
    return redeem(attempt, record, { clientMetadata: undefined });
  });
  return tokenAnswer(tokens);
}

/** What was given does not, or no longer, get tokens. */
async function asGrant(work: () => Promise<AuthenticationResult>): Promise<AuthenticationResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CognitoError) throw new OAuthError('invalid_grant', error.message);
    throw error;
  }
}

function tokenAnswer({ IdToken, AccessToken, RefreshToken, ExpiresIn, TokenType }: AuthenticationResult) {
  return {
    ...(IdToken !== undefined && { id_token: IdToken }),
    access_token: AccessToken,
    ...(RefreshToken !== undefined && { refresh_token: RefreshToken }),
    expires_in: ExpiresIn,
    token_type: TokenType,
  };
}

async function readForm(request: DomainRequest): Promise<URLSearchParams> {
  const form = await request.form();
  const repeated = repeatedName(form);
  if (repeated !== undefined) {
    throw new OAuthError(
      'invalid_request',
      `The parameter ${repeated} stands in the request more than once.`,
    );
  }
  return form;
}

function requireValue(form: URLSearchParams, name: string): string {
  const value = parameter(form, name);
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`);
  return value;
}

import type { Answer } from '../answer.ts';
import { visibleAttributes } from '../tokens/claims.ts';
import type { AccessToken } from '../tokens/issue.ts';
import { CognitoError } from '../wire/errors.ts';
import type { DomainRequest } from './domain-request.ts';
import { machineAnswer } from './machine-answer.ts';

const badRequest = {
  status: 400,
  error: 'invalid_request',
  description: 'Bad OAuth2 request at UserInfo Endpoint',
};
const badToken = {
  status: 401,
  error: 'invalid_token',
  description: 'Access token is expired, disabled, or deleted, or the user has globally signed out.',
};
const noScope = {
  status: 401,
  error: 'invalid_token',
  description: 'Access token does not contain openid scope',
};

/** `/oauth2/userInfo` (OpenID Connect Core §5.3): the user's attributes that the token's scopes open, all as text. */
export function userInfo(request: DomainRequest): Answer {
  const [, token] = /^bearer +([\w.-]+) *$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) return refusal(badRequest);
  const access = verify(request, token);
  if (!access) return refusal(badToken);
  const { user, client, scope } = access;
  if (!scope.includes('openid')) return refusal(noScope);
  return machineAnswer(200, {
    sub: user.sub,
    ...Object.fromEntries(visibleAttributes(user, client, scope)),
    username: user.username,
  });
}

function verify({ cognito, pool }: DomainRequest, token: string): AccessToken | undefined {
  try {
    const access = cognito.tokens.verifyAccessToken(token, 'any');
    return access.pool.id === pool.id ? access : undefined;
  } catch (error) {
    if (error instanceof CognitoError) return undefined;
    throw error;
  }
}

function refusal({ status, error, description }: typeof badRequest): Answer {
  const answer = machineAnswer(status, { error, error_description: description });
  const challenge = `Bearer error="${error}", error_description="${description}"`;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } };
}

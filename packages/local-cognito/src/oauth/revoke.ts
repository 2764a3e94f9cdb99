import type { Answer } from '../answer.ts';
import { decodeJwt } from '../tokens/jwt.ts';
import { hashRefreshToken } from '../tokens/refresh-token.ts';
import { endSignIn } from '../user-sessions/end-sign-in.ts';
import { authenticateClient } from './client-authentication.ts';
import type { DomainRequest } from './domain-request.ts';
import { answerMachine, openToAll } from './machine-answer.ts';
import { machineForm, requireValue } from './machine-form.ts';
import { OAuthError } from './oauth-error.ts';

/** `POST /oauth2/revoke` (RFC 7009): ends a sign-in by its refresh token. A token that nobody knows is fine. */
export function revoke(request: DomainRequest): Promise<Answer> {
  return answerMachine(async () => {
    const { cognito, pool } = request;
    const form = await machineForm(request);
    const token = requireValue(form, 'token');
    const client = authenticateClient(request, form, { failureStatus: 401 });
    if (client.client.EnableTokenRevocation === false) {
      throw new OAuthError('invalid_request', 'Token revocation is not enabled for this app client.');
    }
    if (decodeJwt(token)) {
      throw new OAuthError('unsupported_token_type', 'Only refresh tokens can be revoked.');
    }
    const record = cognito.store.refreshTokens.get(hashRefreshToken(token));
    if (record && record.clientId !== client.id) {
      throw new OAuthError('unauthorized_client', 'The token was issued to another app client.');
    }
    if (record) endSignIn(cognito, pool, record);
    return { status: 200, headers: { 'cache-control': 'no-store', ...openToAll }, body: '' };
  });
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, json } from '../../answer.ts';
import { type FakeProvider, tokenSeconds } from '../fake-provider.ts';
import { clientOf } from '../fake-providers.ts';
import { issueAccessToken } from './grant.ts';
import { makeIdToken } from './id-token.ts';

const noStore = { 'cache-control': 'no-store' };

/** The token endpoint (RFC 6749 §4.1.3, RFC 7636 §4.6): a code becomes an ID token and an access token. */
export async function token(
  provider: FakeProvider,
  request: IncomingMessage,
  form: URLSearchParams,
): Promise<Answer> {
  const refuse = (status: number, error: string, description: string) =>
    json(status, { error, error_description: description }, noStore);
  const { clientId, clientSecret } = clientOf(provider);
  const client = readClient(request, form);
  if (!isSame(client.id, clientId) || !isSame(client.secret, clientSecret)) {
    return refuse(401, 'invalid_client', 'client_id or client_secret is wrong.');
  }
  if (form.get('grant_type') !== 'authorization_code') {
    return refuse(400, 'unsupported_grant_type', 'Only authorization_code is supported.');
  }
  const grant = provider.codes.take(form.get('code') ?? '');
  if (!grant) return refuse(400, 'invalid_grant', 'The code is unknown, used, or older than a minute.');
  const { redirectUri, codeChallenge, scopes } = grant.authorization;
  if (form.get('redirect_uri') !== redirectUri) {
    return refuse(400, 'invalid_grant', 'redirect_uri is not the one of the authorization request.');
  }
  if (codeChallenge !== undefined && challengeOf(form.get('code_verifier') ?? '') !== codeChallenge) {
    return refuse(400, 'invalid_grant', 'code_verifier does not belong to the code_challenge.');
  }
  const tokens = {
    access_token: issueAccessToken(provider, grant),
    token_type: 'Bearer',
    expires_in: tokenSeconds,
    scope: scopes.join(' '),
    id_token: await makeIdToken(provider, grant),
  };
  return json(200, tokens, noStore);
}

/** By `client_secret_basic` or `client_secret_post` (RFC 6749 §2.3.1). */
function readClient(request: IncomingMessage, form: URLSearchParams): { id: string; secret: string } {
  const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') {
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  }
  const text = Buffer.from(credentials, 'base64').toString();
  const at = text.indexOf(':');
  return { id: decode(text.slice(0, at)), secret: decode(text.slice(at + 1)) };
}

/** One form-encoded value. */
const decode = (text: string) => new URLSearchParams(`v=${text}`).get('v') ?? '';

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

function isSame(seen: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(seen), hash(expected));
}

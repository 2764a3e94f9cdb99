import type { IncomingMessage } from 'node:http';
import { type Answer, json } from '../../answer.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { personClaims } from './claims.ts';

/** The user info endpoint (OpenID Connect Core 1.0 §5.3). */
export function userInfo(provider: FakeProvider, request: IncomingMessage): Answer {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
  const grant = scheme?.toLowerCase() === 'bearer' ? provider.accessTokens.get(token) : undefined;
  if (grant) return json(200, personClaims(grant), { 'cache-control': 'no-store' });
  const challenge =
    'Bearer error="invalid_token", error_description="The access token is unknown or expired."';
  return json(401, { error: 'invalid_token' }, { 'www-authenticate': challenge });
}

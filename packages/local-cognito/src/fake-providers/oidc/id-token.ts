import { signJwt } from '../../tokens/jwt.ts';
import { clockSkewMs } from '../break-it.ts';
import { type FakeProvider, tokenSeconds } from '../fake-provider.ts';
import { clientOf } from '../fake-providers.ts';
import { personClaims } from './claims.ts';
import type { FakeGrant } from './grant.ts';

/** The ID token of a grant, with what the grant wants to be wrong about it. */
export async function makeIdToken(provider: FakeProvider, grant: FakeGrant): Promise<string> {
  const { authorization, session, breakage } = grant;
  const nonce = breakage === 'unsolicited-response' ? 'asked-by-nobody' : authorization.nonce;
  const { clientId } = clientOf(provider);
  const lateMs = breakage === 'clock-skew' ? clockSkewMs : 0;
  const now = Math.floor((provider.cognito.clock() - lateMs) / 1000);
  const claims = {
    iss: breakage === 'wrong-issuer' ? `${provider.base()}-old` : provider.base(),
    aud: breakage === 'wrong-audience' ? `${clientId}-of-somebody-else` : clientId,
    iat: now,
    exp: now + tokenSeconds,
    auth_time: Math.floor((session.since - lateMs) / 1000),
    ...(nonce !== undefined && { nonce }),
    ...(authorization.acr !== undefined && { acr: authorization.acr }),
    ...personClaims(grant),
  };
  const key = await provider.keys.get(breakage === 'expired-certificate' ? 'expired' : 'current');
  const token = await signJwt(key, claims);
  return breakage === 'tampered-signature' ? tamper(token) : token;
}

/** Another person's subject under the same signature. */
function tamper(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const changed = JSON.stringify({ ...claims, sub: 'somebody-else' });
  return `${header}.${Buffer.from(changed).toString('base64url')}.${signature}`;
}

import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { FederationError } from '../trace.ts';

const validForSeconds = 300;
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * The client secret of Sign in with Apple: a JWT that the developer's key signs (Apple, "Creating a client secret").
 * Throws a `FederationError` for a key that cannot sign.
 */
export function appleClientSecret(details: Record<string, string>, now: number): string {
  const { client_id: sub, team_id: iss, key_id: kid, private_key: privateKey = '' } = details;
  const iat = Math.floor(now / 1000);
  const claims = { iss, iat, exp: iat + validForSeconds, aud: 'https://appleid.apple.com', sub };
  const signed = `${base64url({ alg: 'ES256', kid })}.${base64url(claims)}`;
  const key = { key: readKey(privateKey), dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** PEM, or only what stands between its first and last line. */
function readKey(text: string): KeyObject {
  try {
    const body = text.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');
    const key = createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // What is wrong with it is said below.
  }
  throw new FederationError('SignInWithApple Error - invalid private key', {
    text: 'The private_key of Sign in with Apple is not an ES256 key.',
    remedy: "Set private_key in ProviderDetails to the content of Apple's .p8 file.",
  });
}

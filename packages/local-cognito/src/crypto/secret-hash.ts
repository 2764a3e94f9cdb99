import { createHmac, timingSafeEqual } from 'node:crypto';

/** `SECRET_HASH`: Base64(HMAC-SHA256(key = client secret, message = username ‖ clientId)). */
export function computeSecretHash(input: {
  clientSecret: string;
  username: string;
  clientId: string;
}): string {
  return createHmac('sha256', input.clientSecret)
    .update(`${input.username}${input.clientId}`, 'utf8')
    .digest('base64');
}

/** Compares in constant time. */
export function isSecretHashValid(
  received: string,
  input: { clientSecret: string; username: string; clientId: string },
): boolean {
  const a = Buffer.from(received, 'utf8');
  const b = Buffer.from(computeSecretHash(input), 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}

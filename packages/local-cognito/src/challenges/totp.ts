import { Secret, TOTP } from 'otpauth';

const periodSeconds = 30;
const parameters = { algorithm: 'SHA1', digits: 6, period: periodSeconds } as const;

/** A new secret of 160 bits, base32, for an authenticator app. */
export function createTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/**
 * The time step that a code belongs to: now, the one before or the one after (RFC 6238 §5.2). `undefined`: wrong code.
 */
export function matchTotp(secret: string, code: string, nowMs: number): number | undefined {
  const totp = new TOTP({ ...parameters, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: nowMs, window: 1 });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / periodSeconds) + delta;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { TOTP } from 'otpauth';

const PERIOD_MS = 30_000;
const lastSteps = new Map<string, number>();

/**
 * A code that Cognito has not seen yet: each counts once (RFC 6238 §5.2), and the one before and the one after the
 * current one are good too. Waits only when all three are used up.
 */
export async function nextCode(secret: string): Promise<string> {
  const now = Math.floor(Date.now() / PERIOD_MS);
  const step = Math.max((lastSteps.get(secret) ?? 0) + 1, now);
  lastSteps.set(secret, step);
  const opensAt = (step - 1) * PERIOD_MS;
  if (opensAt > Date.now()) await sleep(opensAt - Date.now());
  return new TOTP({ secret }).generate({ timestamp: step * PERIOD_MS });
}

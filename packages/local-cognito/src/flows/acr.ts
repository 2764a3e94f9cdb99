/*
 * How strong a sign-in is (step-up authentication): the claims `acr` and `amr`.
 */
import type { PoolRecord } from '../storage/records.ts';
import type { Method } from './progress.ts';

const codes = new Set<Method>(['sms', 'email_otp']);
const passkeys = new Set<Method>(['swk', 'hwk']);

/** 1 a password, 2 one code, 3 a passkey, or a password and a code, 4 a password and an authenticator app; 0 nothing. */
export function levelOf(methods: readonly Method[]): number {
  const hasPassword = methods.includes('pwd');
  const hasCode = methods.some((method) => codes.has(method));
  if (hasPassword && methods.includes('otp')) return 4;
  if (methods.some((method) => passkeys.has(method)) || (hasPassword && hasCode)) return 3;
  if (hasCode) return 2;
  return hasPassword ? 1 : 0;
}

/** The names of the levels 1 to 4 in this pool. */
export function acrValues({ pool }: PoolRecord): string[] {
  const names = pool.AcrConfiguration;
  return [names?.Level1, names?.Level2, names?.Level3, names?.Level4].map(
    (level, index) => level?.AcrValue ?? `urn:cognito:loa:${index + 1}`,
  );
}

/** `acr` is left out below level 1, as after custom authentication. */
export function acrOf(pool: PoolRecord, methods: readonly Method[]): string | undefined {
  return acrValues(pool)[levelOf(methods) - 1];
}

/** RFC 8176: what was used, and `mfa` when it was more than one. */
export function amrOf(methods: readonly Method[]): string[] {
  const distinct = [...new Set(methods)];
  return distinct.length > 1 ? [...distinct, 'mfa'] : distinct;
}

import { randomBytes } from 'node:crypto';
import { computeVerifier, type PasswordInput } from '../crypto/srp.ts';
import type { PasswordRecord, PoolRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';

export type PasswordPolicy = NonNullable<NonNullable<PoolRecord['pool']['Policies']>['PasswordPolicy']>;

/** The characters that count as symbols (developer guide, "Adding user pool password requirements"). */
export const passwordSymbols = '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-';

const isSymbol = (character: string) => passwordSymbols.includes(character);

/** Throws InvalidPasswordException for the first rule that the password breaks. */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const rules: [isBroken: boolean, text: string][] = [
    [password.length < (policy.MinimumLength ?? 8), 'Password not long enough'],
    [Boolean(policy.RequireUppercase) && !/[A-Z]/.test(password), 'Password must have uppercase characters'],
    [Boolean(policy.RequireLowercase) && !/[a-z]/.test(password), 'Password must have lowercase characters'],
    [Boolean(policy.RequireNumbers) && !/[0-9]/.test(password), 'Password must have numeric characters'],
    [Boolean(policy.RequireSymbols) && ![...password].some(isSymbol), 'Password must have symbol characters'],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken) {
    throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
  }
}

/** The policy of a pool; Cognito's defaults are filled in when the pool is made. */
export function passwordPolicy({ pool }: PoolRecord): PasswordPolicy {
  return pool.Policies?.PasswordPolicy ?? {};
}

/**
 * What is kept of a password: its SRP verifier under a fresh salt. `userId` is the real username, which is what the
 * SRP proof is made with (`USER_ID_FOR_SRP`). `at` in epoch ms.
 */
export function hashPassword(pool: PoolRecord, userId: string, password: string, at: number): PasswordRecord {
  const salt = randomBytes(16).toString('hex');
  return { salt, verifier: computeVerifier(passwordInput(pool, userId, password, salt)), setAt: at };
}

/** What a password's verifier depends on. */
export function passwordInput(
  pool: PoolRecord,
  userId: string,
  password: string,
  salt: string,
): PasswordInput {
  const [, poolName = ''] = pool.id.split('_');
  return { poolName, userId, password, salt };
}

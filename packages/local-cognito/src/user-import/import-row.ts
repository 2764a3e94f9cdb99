import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { newAttributes } from '../users/attributes.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { newUser } from '../users/new-user.ts';
import { newUsername } from '../users/new-username.ts';
import { checkRequiredAttributes } from '../users/pre-sign-up-answer.ts';
import { CognitoError } from '../wire/errors.ts';
import { username as usernameField } from '../wire/fields.ts';
import { passwordHashColumn } from './csv-header.ts';
import type { ImportJob } from './import-job.ts';
import { importedHashKind } from './imported-password.ts';
import { isReadableHash } from './password-hash.ts';

/** By column. */
export type ImportRow = Record<string, string>;
export type RowOutcome = 'imported' | 'skipped' | 'failed';

/** Makes the user of one row: one that exists is skipped, a row that makes no user fails. */
export function importRow(cognito: Cognito, pool: PoolRecord, job: ImportJob, row: ImportRow): RowOutcome {
  try {
    const typed = usernameField.parse(row['cognito:username'] ?? '');
    if (cognito.store.users.find(pool, typed)) return 'skipped';
    const user = userOf(cognito, pool, row, typed);
    const algorithm = job.PasswordHashingAlgorithm;
    const text = row[passwordHashColumn];
    const hash = algorithm && text ? { algorithm, text } : undefined;
    if (hash && !isReadableHash(hash)) return 'failed';
    const write = () => {
      cognito.store.users.insert(pool, hash ? { ...user, status: 'CONFIRMED' } : user);
      if (!hash) return;
      const key = { poolId: pool.id, id: user.username, owner: user.username };
      cognito.store.documents.put(importedHashKind, key, hash);
    };
    claimSignInNames({ cognito, pool, user, force: false, write });
    return 'imported';
  } catch (error) {
    if (error instanceof CognitoError || (error as Error).name === 'ZodError') return 'failed';
    throw error;
  }
}

function userOf(cognito: Cognito, pool: PoolRecord, row: ImportRow, typed: string): UserRecord {
  const { username, sub, attribute } = newUsername(pool, typed, cognito.ids.newSub());
  const given = Object.entries(row)
    .filter(([name, value]) => value !== '' && !name.startsWith('cognito:'))
    .map(([Name, Value]) => ({ Name, Value: Name.endsWith('_verified') ? Value.toLowerCase() : Value }));
  const isNamed = attribute !== undefined && given.some(({ Name }) => Name === attribute);
  const attributes = newAttributes(pool, [
    ...given,
    ...(attribute && !isNamed ? [{ Name: attribute, Value: typed }] : []),
  ]);
  checkRequiredAttributes(pool, attributes);
  checkVerified(pool, attributes);
  const user = newUser(cognito, pool, {
    username,
    sub,
    attributes,
    status: 'RESET_REQUIRED',
    password: undefined,
  });
  const mfa = row['cognito:mfa_enabled']?.toLowerCase();
  if (mfa !== 'true' && mfa !== 'false') throw unusable('cognito:mfa_enabled must be true or false.');
  return mfa === 'true' && attributes.phone_number ? { ...user, mfa: { enabled: ['SMS_MFA'] } } : user;
}

/** One address that the pool verifies must be verified, so that the user can reset the password. */
function checkVerified({ pool }: PoolRecord, attributes: Record<string, string>): void {
  const verifies = pool.AutoVerifiedAttributes ?? [];
  const isVerified = verifies.some((name) => attributes[name] && attributes[`${name}_verified`] === 'true');
  if (!isVerified) throw unusable('One of the auto-verified attributes must be verified.');
}

const unusable = (message: string) => new CognitoError('InvalidParameterException', message);

import { UnusableKey } from './storage/encryption-key.ts';
import { NewerSchema } from './storage/migrations.ts';
import { UnusableFunctionFile } from './triggers/function-file.ts';

export type LocalCognitoStartErrorCode =
  | 'port_taken'
  | 'data_locked'
  | 'data_unwritable'
  | 'data_unusable'
  | 'seed_unusable'
  | 'function_unusable';

/** local-cognito could not start; the message says why and what to do. */
export class LocalCognitoStartError extends Error {
  readonly code: LocalCognitoStartErrorCode;

  constructor(code: LocalCognitoStartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalCognitoStartError';
    this.code = code;
  }
}

/** The listening address is in use. */
export function portTaken(port: number, cause: unknown): LocalCognitoStartError {
  const message = `Port ${port} is in use by another program: stop it, or choose another port (0 picks a free one).`;
  return new LocalCognitoStartError('port_taken', message, { cause });
}

/** A trigger function's file does not load; anything else is returned as it is. */
export function functionError(error: unknown): unknown {
  if (!(error instanceof UnusableFunctionFile)) return error;
  return new LocalCognitoStartError('function_unusable', error.message, { cause: error });
}

/** SQLite's result codes (sqlite.org/rescode.html) that mean the file, not the program. */
const busy = 5;
const corrupt = 11;
const notADatabase = 26;
const unwritable = new Set([8 /* READONLY */, 10 /* IOERR */, 13 /* FULL */, 14 /* CANTOPEN */]);

/** What to tell somebody whose database file did not open; anything else is returned as it is. */
export function dataError(file: string, error: unknown): unknown {
  if (error instanceof UnusableKey) {
    const message = `The secrets in ${file} cannot be opened (${error.message}): put back its ${file}.key, or remove both files to start empty.`;
    return new LocalCognitoStartError('data_unusable', message, { cause: error });
  }
  if (error instanceof NewerSchema) {
    const message = `${file} was written by a later version of local-cognito: use that version, or another file.`;
    return new LocalCognitoStartError('data_unusable', message, { cause: error });
  }
  const { errcode, code } = error as { errcode?: number; code?: string };
  const primary = errcode === undefined ? undefined : errcode & 0xff;
  if (primary === busy) {
    const message = `${file} is in use by another process: stop that one, or choose another file.`;
    return new LocalCognitoStartError('data_locked', message, { cause: error });
  }
  if (primary === notADatabase || primary === corrupt) {
    const message = `${file} is not a database of local-cognito: choose another file, or remove this one.`;
    return new LocalCognitoStartError('data_unusable', message, { cause: error });
  }
  if (
    (primary !== undefined && unwritable.has(primary)) ||
    ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOENT', 'EISDIR', 'ENOTDIR'].includes(code ?? '')
  ) {
    const message = `${file} cannot be written: check that its folder exists and that you may write there, or choose another file.`;
    return new LocalCognitoStartError('data_unwritable', message, { cause: error });
  }
  return error;
}

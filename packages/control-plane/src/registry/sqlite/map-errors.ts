import { CohabitError } from '@cohabit/core';

/** Primary result codes (https://www.sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

const reasons: Record<number, string> = {
  3: 'access is denied',
  8: 'it is read-only',
  10: 'the disk failed',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'it cannot be opened; its folder must exist and it must be a file',
  26: 'it is not a SQLite database',
};

/** Whether another process holds the write lock. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
}

/** SQLite's errors in our words; errors of ours pass unchanged, anything unforeseen becomes `internal`. */
export function mapError(error: unknown, file: string): CohabitError {
  if (error instanceof CohabitError) return error;
  const details = { file };
  if (isBusy(error)) {
    return new CohabitError(
      'registry_locked',
      `The registry ${file} is locked by another process. Try again, or end the process that holds it.`,
      { details, cause: error },
    );
  }
  const reason = reasons[primaryCode(error) ?? -1];
  if (reason !== undefined) {
    return new CohabitError(
      'registry_unwritable',
      `The registry ${file} cannot be used: ${reason}. Name a file that can be written, or a new one.`,
      { details, cause: error },
    );
  }
  return new CohabitError('internal', 'The registry failed.', { details, cause: error });
}

/** Extended codes carry the primary code in their low byte. */
function primaryCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

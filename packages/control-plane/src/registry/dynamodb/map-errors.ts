import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { CohabitError } from '@cohabit/core';

/**
 * Somebody else is at the same items, or more is asked than the table or the partition gives. (A condition that fails
 * and refuses nothing has told us that our belief was old.)
 */
const busy = new Set([
  'ConditionalCheckFailed',
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'ThrottlingError',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/** Nobody knows whether the call had an effect. */
const unanswered = new Set([
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'NetworkingError',
]);

/** What an operator has to put right. */
const reasons: Record<string, string> = {
  ResourceNotFoundException:
    'there is no such table in this Region and account. Create it, or correct its name or the Region',
  AccessDeniedException:
    'access is denied. Allow dynamodb:GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem and ConditionCheckItem on the table and its indexes',
  UnrecognizedClientException: 'the AWS credentials are not valid',
  InvalidSignatureException: 'the AWS credentials are not valid',
  ExpiredTokenException: 'the AWS credentials have expired',
  CredentialsProviderError: 'there are no AWS credentials',
  ItemCollectionSizeLimitExceeded:
    'a partition has outgrown a local secondary index. The table has an index that is not ours; remove it',
};

/** The names of what went wrong: the error's, or those of the items that cancelled a transaction. */
function namesOf(error: unknown): string[] {
  if (error instanceof TransactionCanceledException) {
    return (error.CancellationReasons ?? []).flatMap(({ Code }) => (Code && Code !== 'None' ? [Code] : []));
  }
  return error instanceof Error ? [error.name] : [];
}

/** Whether the same call may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  return isBusy(error) || isUnanswered(error);
}

function isBusy(error: unknown): boolean {
  const names = namesOf(error);
  return names.length > 0 && names.every((name) => busy.has(name));
}

function isUnanswered(error: unknown): boolean {
  if (namesOf(error).some((name) => unanswered.has(name))) return true;
  if (!(error instanceof Error)) return false;
  const { code, syscall, $metadata } = error as NodeJS.ErrnoException & {
    $metadata?: { httpStatusCode?: number };
  };
  return ($metadata?.httpStatusCode ?? 0) >= 500 || (typeof code === 'string' && syscall !== undefined);
}

/** DynamoDB's errors in our words; errors of ours pass unchanged, anything unforeseen becomes `internal`. */
export function mapError(error: unknown, table: string): CohabitError {
  if (error instanceof CohabitError) return error;
  const details = { table };
  const cause = withoutItems(error);
  if (isBusy(error)) {
    const message = `The registry (DynamoDB table ${table}) is busy: other writers or its throughput are in the way. Try again.`;
    return new CohabitError('registry_locked', message, { details, cause });
  }
  if (isUnanswered(error)) {
    const message = `The registry (DynamoDB table ${table}) did not answer. A write may have been carried out: read before you repeat it.`;
    return new CohabitError('registry_unwritable', message, { details, cause });
  }
  const known = namesOf(error).find((name) => Object.hasOwn(reasons, name));
  const reason = known === undefined ? schemaMismatch(error) : reasons[known];
  if (reason !== undefined) {
    const message = `The registry (DynamoDB table ${table}) cannot be used: ${reason}.`;
    return new CohabitError('registry_unwritable', message, { details, cause });
  }
  return new CohabitError('internal', 'The registry failed.', { details, cause });
}

function schemaMismatch(error: unknown): string | undefined {
  const isMismatch =
    error instanceof Error &&
    error.name === 'ValidationException' &&
    /schema|conditions on the keys|specified index/i.test(error.message);
  return isMismatch
    ? 'the table has other keys or lacks an index. Name a table that Cohabit made'
    : undefined;
}

/** The items that cancelled a transaction come with the error, and may hold personal data. */
function withoutItems(error: unknown): unknown {
  if (!(error instanceof TransactionCanceledException)) return error;
  const codes = (error.CancellationReasons ?? []).map(({ Code, Message }) => ({ Code, Message }));
  return new Error(`${error.name}: ${JSON.stringify(codes)}`);
}

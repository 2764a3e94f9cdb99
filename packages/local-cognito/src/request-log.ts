/** One line per request. Holds no input, no tokens and no personal data. */
export interface RequestLogEntry {
  requestId: string;
  /** `POST`, `GET`, … */
  method: string;
  /** Without the query string. */
  path: string;
  /** The operation called, such as `InitiateAuth`. */
  operation?: string;
  /** The user pool that the call is about, once its input was read. */
  poolId?: string;
  status: number;
  /** The error as the client saw it, such as `NotAuthorizedException`. */
  errorType?: string;
  durationMs: number;
  /** The stack of an unexpected error; the client saw `InternalErrorException` without it. */
  fault?: string;
}

const operationWidth = 36;
const outcomeWidth = 30;

/** The entry as a line for people: time of day (UTC), what was asked, how it ended, how long it took, which pool. */
export function renderRequest(entry: RequestLogEntry, now: Date = new Date()): string {
  const { operation = `${entry.method} ${entry.path}`, errorType, status, poolId } = entry;
  const outcome = errorType ?? (status < 400 ? 'ok' : String(status));
  const columns = [
    now.toISOString().slice(11, 23),
    operation.padEnd(operationWidth),
    outcome.padEnd(outcomeWidth),
    `${Math.round(entry.durationMs)} ms`.padStart(8),
    poolId ?? '',
  ];
  return columns.join('  ').trimEnd();
}

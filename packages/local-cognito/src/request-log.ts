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

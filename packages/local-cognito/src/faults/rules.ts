import * as z from 'zod';
import { failingPaths } from '../oauth/domain-endpoints.ts';
import { operationNames } from '../wire/operation-names.ts';

const operation = z
  .string()
  .refine(
    (name) => name === '*' || operationNames.has(name) || failingPaths.has(name),
    'expected an operation of the API, a path at user pool domains such as /oauth2/token or /login, or "*" for all',
  );

/** One thing that goes wrong, and how often. */
const faultRule = z.strictObject({
  /** Such as `InitiateAuth`, or a path at user pool domains such as `/oauth2/token` or `/login`; `*` for all. */
  operation,
  /**
   * `throttle`: TooManyRequestsException, at domains status 429. `internal_error`: status 500. `latency`: waits, then
   * goes on. `trigger_timeout`: every function that the operation calls fails as one that did not answer in 5 seconds.
   * `delivery_failure`: no e-mail and no SMS of the operation is sent, CodeDeliveryFailureException.
   */
  kind: z.enum(['throttle', 'internal_error', 'latency', 'trigger_timeout', 'delivery_failure']),
  /** Share of calls, 0 to 1. */
  rate: z.number().min(0).max(1),
  /** How long the call waits first; all that `latency` does. */
  latencyMs: z.int().min(0).max(60_000).optional(),
});

export type FaultRule = z.input<typeof faultRule>;

export const faultSettings = z.strictObject({
  /** The same seed, rules and calls give the same faults. */
  seed: z.int().default(1),
  rules: z.array(faultRule).max(100),
});

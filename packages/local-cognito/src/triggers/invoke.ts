import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';

/** The event a trigger receives and returns (developer guide, "Lambda trigger event"). */
export interface TriggerEvent {
  version: string;
  triggerSource: string;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

/** An in-process function, registered for the ARN that stands in a pool's `LambdaConfig`. */
export type TriggerHandler = (event: TriggerEvent) => unknown | Promise<unknown>;

export interface TriggerCall {
  pool: PoolRecord;
  client: ClientRecord;
  user: UserRecord;
  triggerSource: string;
  request: Record<string, unknown>;
  response?: Record<string, unknown>;
  version?: string;
}

/**
 * Calls the function set on this pool. An in-process handler registered for the ARN is used first, then the
 * Lambda Invoke endpoint where one is configured. Answers `undefined` when the pool has no such trigger.
 *
 * Throws UserLambdaValidationException `<Trigger> failed with error <text>.`, UnexpectedLambdaException (timeout of
 * 5 s, no such function) or InvalidLambdaResponseException.
 */
export interface TriggerInvoker {
  registerFunction(arn: string, handler: TriggerHandler): void;
  preAuthentication(call: Omit<TriggerCall, 'triggerSource' | 'request'> & { validationData: Record<string, string> }): Promise<void>;
  /** The returned event's `response`, in the shape of the configured LambdaVersion; `undefined`: no trigger. */
  preTokenGeneration(call: TriggerCall): Promise<{ version: 'V1_0' | 'V2_0'; response: Record<string, unknown> } | undefined>;
}

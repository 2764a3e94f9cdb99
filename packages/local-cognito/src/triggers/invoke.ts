import type { ClientRecord, PoolRecord } from '../storage/records.ts';

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

/** Whose sign-in a trigger is told about. */
export interface TriggerCall {
  pool: PoolRecord;
  client: ClientRecord;
  username: string;
  /** From {@link eventAttributes}. */
  userAttributes: Record<string, string>;
}

export interface PreAuthenticationCall extends TriggerCall {
  /** The `ClientMetadata` of InitiateAuth. */
  validationData: Record<string, string> | undefined;
  userNotFound?: boolean;
}

export interface PreTokenGenerationCall extends TriggerCall {
  triggerSource: string;
  clientMetadata: Record<string, string> | undefined;
  /** Of the access token; functions of version V2_0 see them. */
  scopes: string[];
}

/**
 * Calls the function set on this pool. An in-process handler registered for the ARN is used first, then the
 * Lambda Invoke endpoint where one is configured.
 *
 * Throws UserLambdaValidationException `<Trigger> failed with error <text>.`, UnexpectedLambdaException (timeout of
 * 5 s, no such function) or InvalidLambdaResponseException.
 */
export interface TriggerInvoker {
  registerFunction(arn: string, handler: TriggerHandler): void;
  /** True when the pool has this function, so that there is something to wait for. */
  hasPreAuthentication(pool: PoolRecord): boolean;
  preAuthentication(call: PreAuthenticationCall): Promise<void>;
  /** The returned event's `response`, in the shape of the configured LambdaVersion; `undefined`: no trigger. */
  preTokenGeneration(
    call: PreTokenGenerationCall,
  ): Promise<{ version: 'V1_0' | 'V2_0'; response: Record<string, unknown> } | undefined>;
}

import type { PoolRecord } from '../storage/records.ts';

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

/** The functions a pool can have, by their names in `LambdaConfig` and in error texts. */
export type TriggerName =
  | 'PreSignUp'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PostAuthentication'
  | 'PreTokenGeneration'
  | 'UserMigration'
  | 'CustomMessage'
  | 'CustomEmailSender'
  | 'CustomSMSSender'
  | 'DefineAuthChallenge'
  | 'CreateAuthChallenge'
  | 'VerifyAuthChallengeResponse'
  | 'InboundFederation';

/** What a function is told. */
export interface TriggerCall {
  pool: PoolRecord;
  /** `CLIENT_ID_NOT_APPLICABLE` where there is none, as for administrators' calls. */
  clientId: string;
  username: string;
  /** Such as `PreAuthentication_Authentication`. */
  triggerSource: string;
  /** `1` unless the function's LambdaVersion says otherwise. */
  version?: string;
  request: Record<string, unknown>;
  /** The `response` the function receives, to fill in. */
  response: Record<string, unknown>;
}

/**
 * Calls the function set on a pool. An in-process handler registered for the ARN is used first, then the Lambda
 * Invoke endpoint where one is configured. There is one file per trigger, which knows its event and its answer.
 */
export interface TriggerInvoker {
  registerFunction(arn: string, handler: TriggerHandler): void;
  /**
   * The returned event's `response`; `undefined` when the pool has no such function.
   *
   * Throws UserLambdaValidationException `<Trigger> failed with error <text>.`, UnexpectedLambdaException (timeout of
   * 5 s, no such function) or InvalidLambdaResponseException.
   */
  invoke(trigger: TriggerName, call: TriggerCall): Promise<Record<string, unknown> | undefined>;
}

/** The ARN of the pool's function; `undefined` when it has none. */
export function functionArn({ pool }: PoolRecord, trigger: TriggerName): string | undefined {
  const config = pool.LambdaConfig;
  switch (trigger) {
    case 'PreTokenGeneration':
      return config?.PreTokenGenerationConfig?.LambdaArn ?? config?.PreTokenGeneration;
    case 'CustomEmailSender':
    case 'CustomSMSSender':
    case 'InboundFederation':
      return config?.[trigger]?.LambdaArn;
    default:
      return config?.[trigger];
  }
}

import { CognitoError } from '../wire/errors.ts';
import { createEvent } from './event.ts';
import { functionArn, type TriggerHandler, type TriggerInvoker, type TriggerName } from './invoke.ts';
import { FunctionFailure, invokeLambda } from './lambda-endpoint.ts';

/** AWS: "Amazon Cognito invokes Lambda functions synchronously" and waits 5 seconds, which cannot be changed. */
const cognitoTimeoutMs = 5000;

const errorTypes = {
  thrown: 'UserLambdaValidationException',
  unreachable: 'UnexpectedLambdaException',
  unreadable: 'InvalidLambdaResponseException',
} as const;

export interface TriggerInvokerOptions {
  region: string;
  /** Address of a Lambda Invoke API for ARNs without an in-process handler. */
  lambdaEndpoint?: string | undefined;
  /** In-process handlers by function ARN. */
  functions?: Record<string, TriggerHandler> | undefined;
  timeoutMs?: number | undefined;
  /** Runs before each call of a function; throws `FunctionFailure` to fail it. */
  beforeCall?: (() => Promise<void>) | undefined;
}

/** See {@link TriggerInvoker}. In-process handlers get a copy of everything and give one back, as over the network. */
export function createTriggerInvoker({
  region,
  lambdaEndpoint,
  functions = {},
  timeoutMs = cognitoTimeoutMs,
  beforeCall,
}: TriggerInvokerOptions): TriggerInvoker {
  const handlers = new Map(Object.entries(functions));

  const call = async (arn: string, payload: string): Promise<unknown> => {
    await beforeCall?.();
    const handler = handlers.get(arn);
    const signal = AbortSignal.timeout(timeoutMs);
    if (handler) return runHandler(handler, payload, signal);
    if (!lambdaEndpoint) throw new FunctionFailure('unreachable', 'ResourceNotFoundException');
    return invokeLambda({ endpoint: lambdaEndpoint, arn, signal }, payload);
  };

  return {
    registerFunction(arn, handler) {
      handlers.set(arn, handler);
    },

    async invoke(trigger, details) {
      const arn = functionArn(details.pool, trigger);
      if (arn === undefined) return undefined;
      try {
        return readResponse(await call(arn, JSON.stringify(createEvent(details, region))));
      } catch (error) {
        if (!(error instanceof FunctionFailure)) throw error;
        throw new CognitoError(errorTypes[error.kind], failureText(trigger, error));
      }
    },
  };
}

async function runHandler(handler: TriggerHandler, payload: string, signal: AbortSignal): Promise<unknown> {
  const timeout = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new FunctionFailure('unreachable', 'TimeoutException')));
  });
  const run = async () => JSON.stringify(await handler(JSON.parse(payload)));
  try {
    const output = await Promise.race([run(), timeout]);
    return output === undefined ? null : JSON.parse(output);
  } catch (error) {
    if (error instanceof FunctionFailure) throw error;
    throw new FunctionFailure('thrown', error instanceof Error ? error.message : String(error));
  }
}

function readResponse(output: unknown): Record<string, unknown> {
  const response = isObject(output) ? output.response : undefined;
  if (!isObject(response)) throw new FunctionFailure('unreadable', 'Unrecognizable lambda output');
  return response;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function failureText(trigger: TriggerName, { kind, message }: FunctionFailure): string {
  switch (kind) {
    case 'thrown':
      return `${trigger} failed with error ${message}.`;
    case 'unreachable':
      return `${trigger} invocation failed due to error ${message}.`;
    case 'unreadable':
      return message;
  }
}

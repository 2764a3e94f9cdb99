import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { TriggerEvent, TriggerHandler } from './invoke.ts';

/** A function's file cannot be used; the message names it and says what was expected. */
export class UnusableFunctionFile extends Error {}

type LambdaHandler = (
  event: TriggerEvent,
  context: object,
  callback: (error: unknown, result?: unknown) => void,
) => unknown;

const timeoutMs = 5000;

/**
 * The Lambda function in a JavaScript or TypeScript file (Node strips its types): its export `handler`, or its default
 * export; with `(event)`, `(event, context)` or the older `(event, context, callback)`. Throws
 * {@link UnusableFunctionFile}.
 */
export async function loadFunctionFile(file: string): Promise<TriggerHandler> {
  const handler = handlerOf(await importFile(file));
  if (!handler) {
    throw new UnusableFunctionFile(
      `${file} has no trigger function: expected an export named handler, such as export const handler = async (event) => event.`,
    );
  }
  return (event) =>
    handler.length > 2 ? withCallback(handler, event) : handler(event, lambdaContext(file), never);
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableFunctionFile(`The trigger function ${file} cannot be loaded: ${reason}`, { cause });
  }
}

/** CommonJS modules arrive under `default`. */
function handlerOf(module: Record<string, unknown>): LambdaHandler | undefined {
  const inner = module.default as { handler?: unknown } | undefined;
  const found = [module.handler, inner?.handler, inner].find((value) => typeof value === 'function');
  return found as LambdaHandler | undefined;
}

function withCallback(handler: LambdaHandler, event: TriggerEvent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const callback = (error: unknown, result: unknown) => (error ? reject(error) : resolve(result));
    const returned = handler(event, lambdaContext(handler.name), callback);
    if (returned instanceof Promise) returned.then(resolve, reject);
  });
}

const never = () => {
  throw new Error('This function has no callback parameter: return the event instead.');
};

/** The part of Lambda's context object that has a meaning outside of Lambda. */
function lambdaContext(functionName: string): object {
  const deadline = Date.now() + timeoutMs;
  return {
    functionName,
    functionVersion: '$LATEST',
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

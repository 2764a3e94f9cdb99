import type * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import type { FaultInjection } from '../faults/faults.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { toConstraintError } from './constraint-errors.ts';
import { CognitoError } from './errors.ts';
import type { Operation } from './operation.ts';
import { operationNames } from './operation-names.ts';
import { subjectOf } from './subject.ts';

const service = 'AWSCognitoIdentityProviderService.';
const folder = new URL('../operations/', import.meta.url);

/** Sources run as they are, or compiled. */
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** `GetUICustomization` lives in `operations/get-ui-customization.ts`; without the extension. */
export function operationFile(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3-$2').toLowerCase();
}

/** What is known about a call once it was read, for the request log. */
export interface CallTrace {
  poolId?: string;
}

export interface Dispatcher {
  /** The operation's answer as JSON text. Throws `CognitoError`, or anything when there is a fault of ours. */
  call(operationName: string, body: string, trace?: CallTrace): Promise<string>;
}

export interface DispatcherOptions {
  faults?: FaultInjection;
  quotas?: Quotas | undefined;
}

/** The operation a target header names. Throws UnknownOperationException for what Cognito does not have either. */
export function operationName(target: string | undefined): string {
  const name = target?.startsWith(service) ? target.slice(service.length) : '';
  if (operationNames.has(name)) return name;
  const seen = target === undefined ? 'The header X-Amz-Target is missing' : `${target} is not an operation`;
  throw new CognitoError(
    'UnknownOperationException',
    `${seen}; expected X-Amz-Target: ${service}<Operation>, with an operation of Amazon Cognito user pools.`,
  );
}

/**
 * Finds operations by file, and loads each the first time it is called: a file in `operations/` that default-exports
 * `defineOperation({ … })` is all there is to a new operation, and start does not wait for those nobody calls.
 */
export function createDispatcher(cognito: Cognito, { faults, quotas }: DispatcherOptions = {}): Dispatcher {
  const loaded = new Map<string, Promise<Operation>>();

  const load = (name: string): Promise<Operation> => {
    const known = loaded.get(name);
    if (known) return known;
    const loading = import(new URL(operationFile(name) + extension, folder).href).then(
      (module) => module.default,
    );
    loaded.set(name, loading);
    return loading;
  };

  const run = async (name: string, body: string, trace: CallTrace) => {
    quotas?.beforeInput(name);
    const operation = await load(name);
    const input = parseBody(body);
    const parsed = operation.input.safeParse(input) as z.ZodSafeParseResult<unknown>;
    if (!parsed.success) throw toConstraintError(parsed.error.issues, input);
    const subject = subjectOf(parsed.data, cognito.store);
    if (subject.poolId !== undefined) trace.poolId = subject.poolId;
    quotas?.beforeWork(name, parsed.data, subject);
    return JSON.stringify((await operation.handle(parsed.data, cognito)) ?? {});
  };

  return {
    async call(name, body, trace = {}) {
      const work = () => run(name, body, trace);
      return faults ? faults.around(name, work) : work();
    },
  };
}

/** Members that are `null` count as absent, as on AWS. */
function parseBody(body: string): unknown {
  let input: unknown;
  try {
    input = JSON.parse(body === '' ? '{}' : body, (_key, value) => value ?? undefined);
  } catch {
    throw new CognitoError('SerializationException', 'The request body is not well-formed JSON.');
  }
  if (typeof input === 'object' && !Array.isArray(input)) return input;
  throw new CognitoError('SerializationException', 'The request body must be a JSON object.');
}

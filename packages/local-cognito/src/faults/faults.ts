import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import { FunctionFailure } from '../triggers/lambda-endpoint.ts';
import { CognitoError } from '../wire/errors.ts';
import { createRandom } from './random.ts';
import { type FaultRule, faultSettings } from './rules.ts';

/** What people who test set: which operations fail, how, and how often. */
export interface Faults {
  /**
   * Replaces all rules and starts their random numbers again from `seed` (1), so that the same calls fail again. An empty
   * list ends all faults. Throws a ZodError for a rule that makes no sense.
   */
  set(rules: FaultRule[], options?: { seed?: number }): void;
  get(): { seed: number; rules: FaultRule[] };
}

/** Where faults enter: before an operation, around it, in its calls of functions, and before its messages. */
export interface FaultInjection extends Faults {
  /** Runs an operation's work with the faults set for it. Throws `CognitoError` in place of, or after, the wait. */
  around<T>(operation: string, work: () => Promise<T>): Promise<T>;
  /** Throws `FunctionFailure` when the running operation's functions time out. */
  beforeFunction(): Promise<void>;
  /** Throws CodeDeliveryFailureException when the running operation's messages are not delivered. */
  beforeMessage(): Promise<void>;
}

type Place = 'operation' | 'function' | 'message';

/** Where a fault enters, when not before the operation. */
const places: Partial<Record<FaultRule['kind'], Place>> = {
  trigger_timeout: 'function',
  delivery_failure: 'message',
};

interface ActiveRule {
  rule: FaultRule;
  random: () => number;
}

export function createFaults(): FaultInjection {
  let settings: ReturnType<Faults['get']> = { seed: 1, rules: [] };
  let active: ActiveRule[] = [];
  const running = new AsyncLocalStorage<string>();

  const hits = (operation: string, place: Place) =>
    active.filter(
      ({ rule, random }) =>
        (rule.operation === '*' || rule.operation === operation) &&
        (places[rule.kind] ?? 'operation') === place &&
        random() < rule.rate,
    );

  return {
    set(rules, { seed = 1 } = {}) {
      settings = faultSettings.parse({ seed, rules }) as typeof settings;
      active = settings.rules.map((rule, index) => ({ rule, random: createRandom(seed + index) }));
    },
    get: () => structuredClone(settings),

    async around(operation, work) {
      if (active.length === 0) return work();
      for (const { rule } of hits(operation, 'operation')) {
        if (rule.latencyMs) await setTimeout(rule.latencyMs);
        if (rule.kind === 'throttle') throw new CognitoError('TooManyRequestsException', 'Rate exceeded');
        if (rule.kind === 'internal_error') {
          throw new CognitoError('InternalErrorException', 'Something went wrong.');
        }
      }
      return running.run(operation, work);
    },

    async beforeFunction() {
      const operation = running.getStore();
      if (operation === undefined) return;
      for (const { rule } of hits(operation, 'function')) {
        if (rule.latencyMs) await setTimeout(rule.latencyMs);
        throw new FunctionFailure('unreachable', 'TimeoutException');
      }
    },

    async beforeMessage() {
      const operation = running.getStore();
      if (operation === undefined) return;
      for (const { rule } of hits(operation, 'message')) {
        if (rule.latencyMs) await setTimeout(rule.latencyMs);
        throw new CognitoError('CodeDeliveryFailureException', 'The message could not be delivered.');
      }
    },
  };
}

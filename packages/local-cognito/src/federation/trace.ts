import { randomUUID } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { IdentityProvider } from '../identity-providers/identity-provider.ts';
import { redact, redactFacts } from './redact.ts';

/** What happened in one sign-in through a provider, without secrets: for people who ask why it failed. */
export interface SignInTrace {
  id: string;
  poolId: string;
  clientId: string;
  providerName: string;
  providerType: IdentityProvider['ProviderType'];
  /** Epoch ms. */
  startedAt: number;
  steps: TraceStep[];
  /** Absent while it is under way. */
  outcome?: TraceOutcome;
}

export interface TraceStep {
  at: number;
  name: 'discovery' | 'request' | 'response' | 'token' | 'claims' | 'function' | 'profile';
  /** One plain sentence. */
  text: string;
  /** Redacted: no tokens, codes, secrets; personal values are shortened. */
  facts: Record<string, string>;
}

export interface TraceOutcome {
  result: 'signed-in' | 'refused';
  /** One plain sentence. */
  text: string;
  /** What to do about a refusal: which setting, where. */
  remedy?: string;
}

/** Writes a trace down while the sign-in goes on. */
export interface TraceRecorder {
  id: string;
  step(name: TraceStep['name'], text: string, facts?: Record<string, string>): void;
  end(outcome: TraceOutcome): void;
}

/** A provider's answer that was refused. `message` is what the app gets as `error_description`, in Cognito's words. */
export class FederationError extends Error {
  /** One plain sentence for the trace. */
  readonly text: string;
  readonly remedy: string;
  constructor(message: string, { text, remedy }: { text: string; remedy: string }) {
    super(message);
    this.text = text;
    this.remedy = remedy;
  }
}

const kept = 200;
const maxSteps = 60;

/** In memory, as the mailbox is: the latest of all pools, by id in the order in which they began. */
const logs = new WeakMap<Cognito['store'], Map<string, SignInTrace>>();

function logOf({ store }: Pick<Cognito, 'store'>): Map<string, SignInTrace> {
  const log = logs.get(store) ?? new Map<string, SignInTrace>();
  logs.set(store, log);
  return log;
}

/** Begins a trace. */
export function beginTrace(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  about: Pick<SignInTrace, 'poolId' | 'clientId' | 'providerName' | 'providerType'>,
): TraceRecorder {
  const log = logOf(cognito);
  const trace: SignInTrace = { id: randomUUID(), ...about, startedAt: cognito.clock(), steps: [] };
  log.set(trace.id, trace);
  for (const oldest of log.keys()) {
    if (log.size <= kept) break;
    log.delete(oldest);
  }
  return recorder(cognito, trace.id, trace);
}

/** Goes on with the trace of a sign-in that comes back from its provider; one that is forgotten stays so. */
export function resumeTrace(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  poolId: string,
  id: string,
): TraceRecorder {
  const trace = logOf(cognito).get(id);
  return recorder(cognito, id, trace?.poolId === poolId ? trace : undefined);
}

function recorder(
  { clock }: Pick<Cognito, 'clock'>,
  id: string,
  trace: SignInTrace | undefined,
): TraceRecorder {
  return {
    id,
    step(name, text, facts = {}) {
      if (!trace || trace.steps.length >= maxSteps) return;
      trace.steps.push({ at: clock(), name, text: redact(text), facts: redactFacts(facts) });
    },
    end({ result, text, remedy }) {
      if (!trace || trace.outcome) return;
      trace.outcome = { result, text: redact(text), ...(remedy !== undefined && { remedy: redact(remedy) }) };
    },
  };
}

/** The last 200 of all pools, the latest first. */
export function listTraces(cognito: Pick<Cognito, 'store'>): SignInTrace[] {
  const traces = [...logOf(cognito).values()].reverse();
  return traces.filter(({ poolId }) => cognito.store.pools.get(poolId) !== undefined);
}

import type { Cognito } from '../cognito.ts';
import type { IdentityProvider } from '../identity-providers/identity-provider.ts';

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

/** Begins a trace. */
export function beginTrace(
  _cognito: Cognito,
  _about: Pick<SignInTrace, 'poolId' | 'clientId' | 'providerName' | 'providerType'>,
): TraceRecorder {
  throw new Error('not built yet');
}

/** Goes on with the trace of a sign-in that comes back from its provider. */
export function resumeTrace(_cognito: Cognito, _poolId: string, _id: string): TraceRecorder {
  throw new Error('not built yet');
}

/** The last 200 of all pools, the latest first. */
export function listTraces(_cognito: Cognito): SignInTrace[] {
  throw new Error('not built yet');
}

import type { Answer } from '../answer.ts';
import { type IdentityProvider, identityProviderKind } from '../identity-providers/identity-provider.ts';
import type { AuthorizationRequest } from '../oauth/authorization-request.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';
import { readAuthorizationRequest } from '../oauth/read-authorization-request.ts';
import { type PendingSignIn, takePending } from './pending-sign-in.ts';
import { explainRefusal, traceRefusals } from './refusal.ts';
import { FederationError, resumeTrace, type TraceRecorder } from './trace.ts';

/** A sign-in that has come back from its provider. */
export interface ResumedSignIn {
  pending: PendingSignIn;
  /** As it began, read and checked again. */
  authorization: AuthorizationRequest;
  provider: IdentityProvider;
  trace: TraceRecorder;
}

/**
 * Finds the sign-in that a provider's answer belongs to and goes on with it. Everything that may have changed since is
 * checked again, above all that the app client still has the provider. Throws as `readAuthorizationRequest` and
 * `takePending` do; what `proceed` throws ends the trace.
 */
export async function resumeFederation(
  request: DomainRequest,
  state: string,
  proceed: (resumed: ResumedSignIn) => Promise<Answer>,
): Promise<Answer> {
  const { cognito, pool } = request;
  const pending = takePending(request, state);
  const trace = resumeTrace(cognito, pool.id, pending.traceId);
  const authorization = readAgain(request, pending, trace);
  return traceRefusals(trace, authorization, async () => {
    const provider = requireProvider(request, authorization, pending.providerName);
    return proceed({ pending, authorization, provider, trace });
  });
}

function readAgain(
  request: DomainRequest,
  { query }: PendingSignIn,
  trace: TraceRecorder,
): AuthorizationRequest {
  try {
    return readAuthorizationRequest(request, new URLSearchParams(query));
  } catch (error) {
    trace.end({ result: 'refused', ...explainRefusal(error) });
    throw error;
  }
}

/** Throws a `FederationError` for a provider that is gone, or that the app client does not have. */
export function requireProvider(
  { cognito, pool }: Pick<DomainRequest, 'cognito' | 'pool'>,
  { client }: Pick<AuthorizationRequest, 'client'>,
  name: string,
): IdentityProvider {
  const provider = cognito.store.documents.get(identityProviderKind, pool.id, name);
  const supported = cognito.store.clients.get(client.id)?.client.SupportedIdentityProviders;
  if (provider && supported?.includes(name)) return provider;
  throw new FederationError('The app client has no such identity provider.', {
    text: `The identity provider ${name} was taken from the app client while the sign-in was under way.`,
    remedy: `Add ${name} to SupportedIdentityProviders of the app client ${client.id}, if it should be there.`,
  });
}

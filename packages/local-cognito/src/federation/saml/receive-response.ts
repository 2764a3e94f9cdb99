import type { Answer } from '../../answer.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { DeadEnd } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { type PendingSignIn, readPending } from '../pending-sign-in.ts';
import { explainRefusal } from '../refusal.ts';
import { requireProvider } from '../resume-federation.ts';
import { FederationError, resumeTrace, type TraceRecorder } from '../trace.ts';
import { checkAnswer } from './check-answer.ts';
import { isProviderInitiated, receiveUnsolicited } from './idp-initiated.ts';
import { answerKey, findAnswer, type KeptAnswer, keepAnswer } from './kept-answer.ts';
import { traceUnsolicited } from './trace-unsolicited.ts';

/**
 * `POST /saml2/idpresponse`, the assertion consumer service. The response is checked here and kept; the browser is sent on
 * to `/saml2/continue`, because what another site posts comes without the cookies that bind a sign-in to its browser.
 */
export async function receiveResponse(request: DomainRequest): Promise<Answer> {
  const form = await request.form();
  const relayState = form.get('RelayState') ?? '';
  const samlResponse = form.get('SAMLResponse') ?? '';
  if (isProviderInitiated(relayState)) return receiveUnsolicited(request, samlResponse, relayState);
  const pending = findPending(request, relayState, samlResponse);
  const key = answerKey(relayState, samlResponse);
  // Pressing the button at the provider twice posts the same response twice.
  if (!findAnswer(request, key)) {
    const trace = resumeTrace(request.cognito, request.pool.id, pending.traceId);
    const answer = await judge(request, pending, samlResponse, trace);
    if (!findAnswer(request, key)) keepAnswer(request, key, pending.clientId, answer);
  }
  const location = `${request.basePath}/saml2/continue?${new URLSearchParams({ ...key })}`;
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { status: 303, headers, body: '' };
}

function findPending(request: DomainRequest, relayState: string, samlResponse: string): PendingSignIn {
  try {
    return readPending(request, relayState);
  } catch (error) {
    if (error instanceof DeadEnd && error.reason === 'unsolicited') traceUnsolicited(request, samlResponse);
    throw error;
  }
}

async function judge(
  request: DomainRequest,
  { providerName, clientId, requestId }: PendingSignIn,
  samlResponse: string,
  trace: TraceRecorder,
): Promise<KeptAnswer> {
  try {
    const provider = findSamlProvider(request, clientId, providerName);
    const identity = await checkAnswer(request, { provider, clientId, requestId, samlResponse, trace });
    return { result: 'valid', identity };
  } catch (error) {
    if (!(error instanceof FederationError)) throw error;
    trace.end({ result: 'refused', ...explainRefusal(error) });
    return { result: 'refused', message: error.message, text: error.text, remedy: error.remedy };
  }
}

/** A sign-in that began at an OIDC provider cannot come back by SAML. */
function findSamlProvider(request: DomainRequest, clientId: string, providerName: string): IdentityProvider {
  const client = request.cognito.store.clients.get(clientId);
  if (!client) throw new DeadEnd('unknown_client');
  const provider = requireProvider(request, { client }, providerName);
  if (provider.ProviderType !== 'SAML') throw new DeadEnd('unsolicited', clientId);
  return provider;
}

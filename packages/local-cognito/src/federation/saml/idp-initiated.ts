import type { Answer } from '../../answer.ts';
import { type IdentityProvider, identityProviderKind } from '../../identity-providers/identity-provider.ts';
import { AuthorizationError, type AuthorizationRequest } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { readAuthorizationRequest } from '../../oauth/read-authorization-request.ts';
import { finishFederation } from '../finish-federation.ts';
import { traceRefusals } from '../refusal.ts';
import { beginTrace, FederationError } from '../trace.ts';
import { checkAnswer } from './check-answer.ts';

/** What the RelayState of a sign-in from the provider's side says, as a query; nothing else of it is read. */
const members = ['identity_provider', 'client_id', 'redirect_uri', 'response_type', 'scope'];

const badRelayState = 'Invalid relayState from identity provider';

/** A RelayState of ours is random; that of a sign-in from the provider's side is a query. */
export function isProviderInitiated(relayState: string): boolean {
  return new URLSearchParams(relayState).has('client_id');
}

/**
 * A sign-in that nobody asked for here, where the provider allows that (`IDPInit`; developer guide, "Using SAML session
 * initiation"). No cookie binds it to a browser, which is why it has to be switched on. Throws as
 * `readAuthorizationRequest` does.
 */
export async function receiveUnsolicited(
  request: DomainRequest,
  samlResponse: string,
  relayState: string,
): Promise<Answer> {
  const given = [...new URLSearchParams(relayState)];
  const query = new URLSearchParams(given.filter(([name]) => members.includes(name)));
  const authorization = readAuthorizationRequest(request, query);
  const { client, provider } = authorization;
  if (!query.has('identity_provider') || typeof provider !== 'object' || provider.ProviderType !== 'SAML') {
    throw new AuthorizationError('invalid_request', badRelayState, authorization);
  }
  const trace = beginTrace(request.cognito, {
    poolId: request.pool.id,
    clientId: client.id,
    providerName: provider.ProviderName,
    providerType: provider.ProviderType,
  });
  return traceRefusals(trace, authorization, async () => {
    trace.step('response', 'The provider sent a response that no request from here asked for.');
    checkUnsolicited(request, authorization, provider);
    const answer = { provider, clientId: client.id, requestId: undefined, samlResponse, trace };
    const identity = await checkAnswer(request, answer);
    return finishFederation(request, authorization, { ...identity, provider }, trace);
  });
}

/** Throws FederationError. */
function checkUnsolicited(
  { cognito, pool }: DomainRequest,
  { client }: AuthorizationRequest,
  { ProviderName, ProviderDetails }: IdentityProvider,
): void {
  if (ProviderDetails.IDPInit !== 'true') {
    throw new FederationError('Invalid samlResponse or relayState from identity provider', {
      text: `The response is unsolicited: no request from here asked for it, and IDPInit is not true for ${ProviderName}.`,
      remedy: `Begin the sign-in at the app; or set IDPInit of ${ProviderName} to true, if people should begin at the provider.`,
    });
  }
  const others = (client.client.SupportedIdentityProviders ?? []).filter((name) => {
    const other = cognito.store.documents.get(identityProviderKind, pool.id, name);
    return other?.ProviderType !== 'SAML';
  });
  if (others.length === 0) return;
  throw new FederationError(badRelayState, {
    text: `The app client ${client.id} also has ${others.join(', ')}: sign-ins that begin at the provider need a client with SAML providers only.`,
    remedy: `Use an app client for ${ProviderName} that has SAML providers only.`,
  });
}

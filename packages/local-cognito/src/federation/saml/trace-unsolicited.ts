import { type IdentityProvider, identityProviderKind } from '../../identity-providers/identity-provider.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { beginTrace } from '../trace.ts';
import { responseFacts } from './check-response.ts';
import { keptMetadata } from './find-metadata.ts';
import { MetadataRefused, readMetadata } from './metadata.ts';

/**
 * Leaves a trace of a response that belongs to no sign-in, so that whoever sets a provider up sees why nothing happens.
 * Nothing of the response was checked: it is put down to the provider that it claims to be of, if the pool has that one.
 */
export function traceUnsolicited(request: DomainRequest, samlResponse: string): void {
  const provider = claimedProvider(request, samlResponse);
  if (!provider) return;
  const { ProviderName: providerName, ProviderType: providerType } = provider;
  const about = { poolId: request.pool.id, clientId: '', providerName, providerType };
  const trace = beginTrace(request.cognito, about);
  trace.step('response', 'The browser brought a SAML response.', responseFacts(samlResponse));
  trace.end({
    result: 'refused',
    text: 'The response is unsolicited: its RelayState belongs to no sign-in that began here within five minutes.',
    remedy: `Begin the sign-in at the app. To let people begin at the provider, set IDPInit of ${providerName} to true, and its RelayState to identity_provider=…&client_id=…&redirect_uri=…&response_type=code&scope=….`,
  });
}

function claimedProvider(
  { cognito, pool }: DomainRequest,
  samlResponse: string,
): IdentityProvider | undefined {
  const { Issuer: issuer } = responseFacts(samlResponse);
  if (issuer === undefined) return undefined;
  let after: string | undefined;
  do {
    const page = cognito.store.documents.list(identityProviderKind, pool.id, { limit: 100, after });
    const found = page.items.find((provider) => {
      const isSaml = provider.ProviderType === 'SAML';
      return isSaml && entityIdIs(issuer, keptMetadata(cognito, provider));
    });
    if (found) return found;
    after = page.nextToken;
  } while (after !== undefined);
  return undefined;
}

function entityIdIs(issuer: string, metadata: string | undefined): boolean {
  // Parsed only where it can be true: strangers ask for this.
  if (!metadata?.includes(issuer)) return false;
  try {
    return readMetadata(metadata).entityId === issuer;
  } catch (error) {
    if (error instanceof MetadataRefused) return false;
    throw error;
  }
}

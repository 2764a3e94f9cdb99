import type { Cognito } from '../cognito.ts';
import type { FakeProviders } from '../fake-providers/fake-providers.ts';
import type { SignInTrace } from '../federation/trace.ts';
import { identityProviderKind } from '../identity-providers/identity-provider.ts';

/** What people call the parties of a sign-in. */
export interface TraceNames {
  /** A fake provider's display name, or the name it has in the user pool. */
  provider: string;
  client: string;
}

/** Names in user pools are often made by programs; what stands behind them says more. */
export function namesOf(
  { store }: Pick<Cognito, 'store'>,
  fakeProviders: FakeProviders,
  { poolId, clientId, providerName }: SignInTrace,
): TraceNames {
  const details = store.documents.get(identityProviderKind, poolId, providerName)?.ProviderDetails;
  const fake = fakeProviders
    .list()
    .find(
      ({ issuer, metadataUrl }) =>
        (issuer !== undefined && issuer === details?.oidc_issuer) ||
        (metadataUrl !== undefined && metadataUrl === details?.MetadataURL),
    );
  return {
    provider: fake?.displayName ?? providerName,
    client: store.clients.get(clientId)?.client.ClientName ?? clientId,
  };
}

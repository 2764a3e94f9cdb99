import { domainsOf } from '../../domains/domain.ts';
import { type IdentityProvider, identityProviderKind } from '../../identity-providers/identity-provider.ts';
import type { ClientRecord } from '../../storage/records.ts';
import type { FakeProvider } from '../fake-provider.ts';

const entityIdPrefix = 'urn:amazon:cognito:sp:';

export const entityIdOf = (poolId: string) => `${entityIdPrefix}${poolId}`;

/** The user pool that calls itself so towards SAML providers. */
export function poolIdOf(entityId: string): string | undefined {
  return entityId.startsWith(entityIdPrefix) ? entityId.slice(entityIdPrefix.length) : undefined;
}

/** The identity provider of the user pool that stands for this fake. */
export function findRegistration(provider: FakeProvider, poolId: string): IdentityProvider | undefined {
  const { documents } = provider.cognito.store;
  let after: string | undefined;
  do {
    const page = documents.list(identityProviderKind, poolId, { limit: 100, after });
    const found = page.items.find((candidate) => isOf(provider, candidate));
    if (found) return found;
    after = page.nextToken;
  } while (after !== undefined);
  return undefined;
}

function isOf(provider: FakeProvider, { ProviderType, ProviderDetails }: IdentityProvider): boolean {
  if (ProviderType !== 'SAML') return false;
  const { MetadataURL, MetadataFile = '' } = ProviderDetails;
  return (
    MetadataURL === `${provider.base()}/metadata` || MetadataFile.includes(`entityID="${provider.base()}"`)
  );
}

/** An app client that people can start from here, without a request. */
export interface StartableApp {
  client: ClientRecord;
  registration: IdentityProvider;
  /** Where its pool takes responses. */
  assertionConsumerUrl: string;
}

/** The app clients of pools that let this provider begin (`IDPInit`) and have it; none of them has one that is not SAML. */
export function startableApps(provider: FakeProvider): StartableApp[] {
  const { store } = provider.cognito;
  return store.pools.list({ limit: 60 }).items.flatMap(({ id: poolId }) => {
    const registration = findRegistration(provider, poolId);
    const [domain] = domainsOf(provider.cognito, poolId);
    if (registration?.ProviderDetails.IDPInit !== 'true' || !domain) return [];
    const assertionConsumerUrl = `${domainUrl(provider, domain.Domain)}/saml2/idpresponse`;
    const isSaml = (name: string) =>
      store.documents.get(identityProviderKind, poolId, name)?.ProviderType === 'SAML';
    return store.clients
      .list(poolId, { limit: 60 })
      .items.filter(({ client: { SupportedIdentityProviders: names = [] } }) => {
        return names.includes(registration.ProviderName) && names.every(isSaml);
      })
      .map((client) => ({ client, registration, assertionConsumerUrl }));
  });
}

/** The domain by path, which every browser can reach. */
export const domainUrl = (provider: FakeProvider, domain: string) =>
  `${new URL(provider.base()).origin}/domains/${domain}`;

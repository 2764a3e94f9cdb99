import type { FakeProviderFacts } from '../fake-providers/fake-providers.ts';
import { identityProviderKind } from '../identity-providers/identity-provider.ts';
import createIdentityProvider from '../operations/create-identity-provider.ts';
import type { Application } from './apply-pool.ts';
import { checkMembers } from './operations.ts';
import type { SeedIdentityProvider } from './seed-schema.ts';

export async function applyIdentityProvider(
  { cognito, operations, fakeProviders }: Application,
  UserPoolId: string,
  { name: ProviderName, fake, settings }: SeedIdentityProvider,
): Promise<void> {
  checkMembers(createIdentityProvider, settings);
  const { ProviderType, ...members } = completeSettings(
    fake === undefined ? {} : settingsFor(findFake(fakeProviders, fake)),
    settings,
  );
  const existing = cognito.store.documents.get(identityProviderKind, UserPoolId, ProviderName);
  const provider = { ...members, UserPoolId, ProviderName };
  if (!existing) {
    await operations.call('CreateIdentityProvider', { ...provider, ProviderType });
    return;
  }
  if (ProviderType !== existing.ProviderType) {
    throw new Error(
      `The existing identity provider ${ProviderName} is ${existing.ProviderType} and cannot become ${ProviderType}: remove it first, or choose another name`,
    );
  }
  await operations.call('UpdateIdentityProvider', provider);
}

interface Settings {
  ProviderType?: unknown;
  ProviderDetails?: Record<string, string>;
  AttributeMapping?: Record<string, string>;
}

/** What the seed says of its own stands above what the fake provider brings. */
function completeSettings(fake: Settings, own: Settings = {}): Settings {
  const merge = (member: 'ProviderDetails' | 'AttributeMapping') =>
    fake[member] && { [member]: { ...fake[member], ...own[member] } };
  return { ...fake, ...own, ...merge('ProviderDetails'), ...merge('AttributeMapping') };
}

function findFake(fakeProviders: readonly FakeProviderFacts[], name: string): FakeProviderFacts {
  const found = fakeProviders.find((provider) => provider.name === name);
  if (!found) throw new Error(`expected the name of a fake provider; there is no ${name}`);
  return found;
}

/** With what its page says that it is registered with. */
function settingsFor({ protocol, ...facts }: FakeProviderFacts): Settings {
  const AttributeMapping = { email: 'email', name: 'name' };
  if (protocol === 'saml') {
    return {
      ProviderType: 'SAML',
      ProviderDetails: { MetadataURL: facts.metadataUrl ?? '' },
      AttributeMapping,
    };
  }
  return {
    ProviderType: 'OIDC',
    ProviderDetails: {
      oidc_issuer: facts.issuer ?? '',
      client_id: facts.clientId ?? '',
      client_secret: facts.clientSecret ?? '',
      authorize_scopes: 'openid email profile',
      attributes_request_method: 'GET',
    },
    AttributeMapping: { ...AttributeMapping, email_verified: 'email_verified' },
  };
}

import type { Cognito } from '../cognito.ts';
import { listIssues } from '../seed/list-issues.ts';
import { LocalCognitoStartError } from '../start-error.ts';
import { createFakeProvider, type FakeProvider } from './fake-provider.ts';
import { type FakeProviderOptions, fakeProviderList } from './fake-provider-schema.ts';

/** What a fake provider is registered with. */
export interface FakeProviderFacts {
  name: string;
  displayName: string;
  protocol: 'oidc' | 'saml';
  /** A page that says what it is registered with. */
  url: string;
  /** OIDC. */
  issuer?: string;
  clientId?: string;
  clientSecret?: string;
  /** SAML. */
  metadataUrl?: string;
  entityId?: string;
}

export interface FakeProviders {
  list(): FakeProviderFacts[];
  find(name: string): FakeProvider | undefined;
}

/**
 * The fake providers of a server. `endpoints` are its own addresses, the one they are reached at first; they are asked
 * for only once it listens. Throws `LocalCognitoStartError` `seed_unusable`.
 */
export function createFakeProviders(
  cognito: Cognito,
  options: readonly FakeProviderOptions[],
  endpoints: () => readonly [string, ...string[]],
): FakeProviders {
  const parsed = fakeProviderList.safeParse(options);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['fakeProviders', ...issue.path] }));
    throw new LocalCognitoStartError('seed_unusable', listIssues(issues), { cause: parsed.error });
  }
  const providers = new Map(
    parsed.data.map((settings) => [settings.name, createFakeProvider(cognito, settings, endpoints)]),
  );
  return {
    list: () => [...providers.values()].map(describe),
    find: (name) => providers.get(name),
  };
}

export function describe(provider: FakeProvider): FakeProviderFacts {
  const { name, displayName, protocol } = provider.settings;
  const url = provider.base();
  const about = { name, displayName, protocol, url };
  if (protocol === 'saml') return { ...about, metadataUrl: `${url}/metadata`, entityId: url };
  return { ...about, issuer: url, ...clientOf(provider) };
}

/** The only client of an OIDC provider. */
export function clientOf({ settings: { name, clientId, clientSecret } }: Pick<FakeProvider, 'settings'>): {
  clientId: string;
  clientSecret: string;
} {
  return { clientId: clientId ?? `${name}-client`, clientSecret: clientSecret ?? `${name}-secret` };
}

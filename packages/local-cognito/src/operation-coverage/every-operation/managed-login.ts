import { expect } from 'vitest';
import type { Story } from './story.ts';

const notFound = { name: 'ResourceNotFoundException' };

/** A domain, and how its pages look. */
export async function pages({ api, UserPoolId, ClientId }: Story) {
  const domain = { UserPoolId, Domain: 'acme-login' };
  await api.createUserPoolDomain(domain);
  expect(await api.updateUserPoolDomain({ ...domain, ManagedLoginVersion: 2 })).toMatchObject({
    ManagedLoginVersion: 2,
  });
  const { DomainDescription } = await api.describeUserPoolDomain({ Domain: 'acme-login' });
  expect(DomainDescription).toMatchObject({ ...domain, Status: 'ACTIVE' });
  await api.setUICustomization({ UserPoolId, ClientId, CSS: '.a {}' });
  const { UICustomization } = await api.getUICustomization({ UserPoolId, ClientId });
  expect(UICustomization).toMatchObject({ ClientId, CSS: '.a {}' });
  const client = { UserPoolId, ClientId };
  const { ManagedLoginBranding: created } = await api.createManagedLoginBranding({
    ...client,
    UseCognitoProvidedValues: true,
  });
  const style = { UserPoolId, ManagedLoginBrandingId: created?.ManagedLoginBrandingId };
  const { ManagedLoginBranding: updated } = await api.updateManagedLoginBranding({
    ...style,
    Settings: { primary: 'blue' },
  });
  expect(updated?.Settings).toEqual({ primary: 'blue' });
  expect((await api.describeManagedLoginBranding(style)).ManagedLoginBranding).toEqual(updated);
  expect((await api.describeManagedLoginBrandingByClient(client)).ManagedLoginBranding).toEqual(updated);
  await api.deleteManagedLoginBranding(style);
  await expect(api.describeManagedLoginBranding(style)).rejects.toMatchObject(notFound);
  await api.deleteUserPoolDomain(domain);
  expect((await api.describeUserPoolDomain({ Domain: 'acme-login' })).DomainDescription).toEqual({});
}

/** What users agree to. */
export async function terms({ api, UserPoolId, ClientId }: Story) {
  const byClient = { UserPoolId, ClientId, TermsName: 'terms-of-use' };
  const Links = { 'cognito:default': 'https://acme.example/terms' };
  const { Terms } = await api.createTerms({ ...byClient, TermsSource: 'LINK', Enforcement: 'NONE', Links });
  const key = { UserPoolId, TermsId: Terms?.TermsId };
  const german = { ...Links, 'cognito:german': 'https://acme.example/agb' };
  await api.updateTerms({ ...key, Links: german });
  expect((await api.describeTerms(key)).Terms).toMatchObject({ TermsName: 'terms-of-use', Links: german });
  expect((await api.describeTermsByClient(byClient)).Terms).toMatchObject(key);
  expect((await api.listTerms({ UserPoolId })).Terms).toMatchObject([
    { TermsId: key.TermsId, TermsName: 'terms-of-use' },
  ]);
  await api.deleteTerms(key);
  await expect(api.describeTerms(key)).rejects.toMatchObject(notFound);
}

/** An identity provider, and a user's link to it. */
export async function federation({ api, UserPoolId, addUser }: Story) {
  const key = { UserPoolId, ProviderName: 'AcmeOidc' };
  await api.createIdentityProvider({
    ...key,
    ProviderType: 'OIDC',
    IdpIdentifiers: ['acme.example'],
    ProviderDetails: {
      client_id: 'cohabit',
      client_secret: 'hush',
      attributes_request_method: 'GET',
      oidc_issuer: 'https://login.acme.example',
      authorize_scopes: 'openid email',
    },
  });
  await api.updateIdentityProvider({ ...key, AttributeMapping: { email: 'mail' } });
  const { IdentityProvider } = await api.describeIdentityProvider(key);
  expect(IdentityProvider?.AttributeMapping).toEqual({ username: 'sub', email: 'mail' });
  const byIdentifier = await api.getIdentityProviderByIdentifier({
    UserPoolId,
    IdpIdentifier: 'acme.example',
  });
  expect(byIdentifier.IdentityProvider).toEqual(IdentityProvider);
  expect((await api.listIdentityProviders({ UserPoolId })).Providers).toMatchObject([
    { ProviderName: 'AcmeOidc', ProviderType: 'OIDC' },
  ]);
  const user = await addUser('fay');
  const identity = {
    ProviderName: 'AcmeOidc',
    ProviderAttributeName: 'Cognito_Subject',
    ProviderAttributeValue: '4711',
  };
  const identities = async () => {
    const { UserAttributes = [] } = await api.adminGetUser(user);
    return JSON.parse(UserAttributes.find(({ Name }) => Name === 'identities')?.Value ?? '[]');
  };
  await api.adminLinkProviderForUser({
    UserPoolId,
    DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'fay' },
    SourceUser: identity,
  });
  expect(await identities()).toMatchObject([{ providerName: 'AcmeOidc', userId: '4711' }]);
  await api.adminDisableProviderForUser({ UserPoolId, User: identity });
  expect(await identities()).toEqual([]);
  await api.deleteIdentityProvider(key);
  await expect(api.describeIdentityProvider(key)).rejects.toMatchObject(notFound);
}

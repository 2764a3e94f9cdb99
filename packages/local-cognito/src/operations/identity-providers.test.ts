import {
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  CreateUserPoolClientCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

const oidcDetails = {
  client_id: 'cohabit',
  client_secret: 'hush',
  attributes_request_method: 'GET',
  oidc_issuer: 'https://login.acme.example',
  authorize_scopes: 'openid email',
};
const samlDetails = { MetadataURL: 'https://idp.acme.example/metadata.xml', IDPSignout: 'false' };

async function startWithPool() {
  const tenant = await startTenantPool({
    pool: { Schema: [{ Name: 'fixed', AttributeDataType: 'String', Mutable: false }] },
  });
  const { userPoolId: UserPoolId, send } = tenant;
  const create = async (input: Partial<CreateIdentityProviderCommandInput> = {}) => {
    const oidc = { ProviderName: 'AcmeOidc', ProviderType: 'OIDC', ProviderDetails: oidcDetails } as const;
    const command = new CreateIdentityProviderCommand({ UserPoolId, ...oidc, ...input });
    return (await send(command)).IdentityProvider;
  };
  return { ...tenant, UserPoolId, create };
}

describe('identity providers', () => {
  it('are created with what Cognito adds, and found by name and identifier', async () => {
    await using pool = await startWithPool();
    const provider = await pool.create({
      IdpIdentifiers: ['acme.example'],
      AttributeMapping: { email: 'email' },
    });
    expect(provider).toMatchObject({
      ProviderDetails: { ...oidcDetails, attributes_url_add_attributes: 'false' },
      AttributeMapping: { username: 'sub', email: 'email' },
    });
    const { UserPoolId } = pool;
    const byName = await pool.send(
      new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'AcmeOidc' }),
    );
    const byIdentifier = await pool.send(
      new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier: 'acme.example' }),
    );
    expect(byName.IdentityProvider).toEqual(provider);
    expect(byIdentifier.IdentityProvider).toEqual(provider);
  });

  it('change only what an update gives', async () => {
    await using pool = await startWithPool();
    const { UserPoolId } = pool;
    await pool.create({ IdpIdentifiers: ['acme.example'] });
    const key = { UserPoolId, ProviderName: 'AcmeOidc' };
    const { IdentityProvider } = await pool.send(
      new UpdateIdentityProviderCommand({ ...key, AttributeMapping: { email: 'mail' } }),
    );
    expect(IdentityProvider).toMatchObject({
      ProviderDetails: oidcDetails,
      AttributeMapping: { username: 'sub', email: 'mail' },
      IdpIdentifiers: ['acme.example'],
    });
    await pool.send(new DeleteIdentityProviderCommand(key));
    await expect(pool.send(new DescribeIdentityProviderCommand(key))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('are unique by name and by identifier', async () => {
    await using pool = await startWithPool();
    await pool.create({ IdpIdentifiers: ['acme.example'] });
    const duplicate = { name: 'DuplicateProviderException' };
    await expect(pool.create()).rejects.toMatchObject(duplicate);
    await expect(
      pool.create({ ProviderName: 'Other', IdpIdentifiers: ['acme.example'] }),
    ).rejects.toMatchObject(duplicate);
  });

  it('are listed in pages, without their details', async () => {
    await using pool = await startWithPool();
    const { UserPoolId } = pool;
    await pool.create();
    await pool.create({ ProviderName: 'AcmeSaml', ProviderType: 'SAML', ProviderDetails: samlDetails });
    const first = await pool.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 1 }));
    expect(first.Providers).toEqual([
      {
        ProviderName: 'AcmeOidc',
        ProviderType: 'OIDC',
        CreationDate: expect.any(Date),
        LastModifiedDate: expect.any(Date),
      },
    ]);
    const { NextToken } = first;
    const rest = await pool.send(new ListIdentityProvidersCommand({ UserPoolId, NextToken }));
    expect(rest.Providers?.map(({ ProviderName }) => ProviderName)).toEqual(['AcmeSaml']);
  });

  it.each<[string, Partial<CreateIdentityProviderCommandInput>]>([
    ['no issuer', { ProviderDetails: { ...oidcDetails, oidc_issuer: '' } }],
    [
      'an issuer with a slash at its end',
      { ProviderDetails: { ...oidcDetails, oidc_issuer: 'https://a.example/' } },
    ],
    ['an issuer in plain http', { ProviderDetails: { ...oidcDetails, oidc_issuer: 'http://a.example' } }],
    ['scopes without openid', { ProviderDetails: { ...oidcDetails, authorize_scopes: 'email' } }],
    ['some of the endpoints', { ProviderDetails: { ...oidcDetails, token_url: 'https://a.example/token' } }],
    ['an unknown detail', { ProviderDetails: { ...oidcDetails, colour: 'red' } }],
    ['SAML without metadata', { ProviderType: 'SAML', ProviderDetails: { IDPSignout: 'true' } }],
    ['SAML metadata that is none', { ProviderType: 'SAML', ProviderDetails: { MetadataFile: '<html/>' } }],
    ['a social name of its own', { ProviderType: 'Google', ProviderName: 'MyGoogle' }],
    ['a name that starts with _', { ProviderName: '_acme' }],
    ['a mapping of no attribute', { AttributeMapping: { 'custom:none': 'x' } }],
    ['a mapping of an immutable attribute', { AttributeMapping: { 'custom:fixed': 'x' } }],
    ['a mapping of the identities themselves', { AttributeMapping: { identities: 'x' } }],
    ['an unknown acr level', { AcrMapping: { Level9: 'x' } }],
    [
      'acr levels for SAML',
      { ProviderType: 'SAML', ProviderDetails: samlDetails, AcrMapping: { Level1: 'x' } },
    ],
  ])('are refused with %s', async (_what, input) => {
    await using pool = await startWithPool();
    await expect(pool.create(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('must exist before an app client supports them', async () => {
    await using pool = await startWithPool();
    const { UserPoolId } = pool;
    const create = () =>
      pool.send(
        new CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: 'web',
          SupportedIdentityProviders: ['COGNITO', 'AcmeOidc'],
        }),
      );
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The provider AcmeOidc does not exist for User Pool ${UserPoolId}`,
    });
    await pool.create();
    const { UserPoolClient } = await create();
    expect(UserPoolClient?.SupportedIdentityProviders).toEqual(['COGNITO', 'AcmeOidc']);
  });
});

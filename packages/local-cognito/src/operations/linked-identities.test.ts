import {
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  CreateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, startTenantPool } from '../testing/tenant-pool.ts';

/** A pool with one provider of each kind that matters here, and two users. */
async function startWithProviders() {
  const tenant = await startTenantPool();
  const { send, userPoolId: UserPoolId } = tenant;
  await send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: { client_id: 'c', client_secret: 's', authorize_scopes: 'openid' },
    }),
  );
  await send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'acme-oidc',
      ProviderType: 'OIDC',
      ProviderDetails: {
        client_id: 'c',
        client_secret: 's',
        authorize_scopes: 'openid',
        attributes_request_method: 'GET',
        oidc_issuer: 'https://idp.example',
        authorize_url: 'https://idp.example/authorize',
        token_url: 'https://idp.example/token',
        attributes_url: 'https://idp.example/userinfo',
        jwks_uri: 'https://idp.example/jwks',
      },
    }),
  );
  for (const name of ['alex', 'bo']) await tenant.addUser(name);
  return {
    ...tenant,
    link: (
      username: string,
      ProviderName: string,
      ProviderAttributeValue: string,
      name = 'Cognito_Subject',
    ) =>
      send(
        new AdminLinkProviderForUserCommand({
          UserPoolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
          SourceUser: { ProviderName, ProviderAttributeName: name, ProviderAttributeValue },
        }),
      ),
    unlink: (ProviderName: string, ProviderAttributeValue: string, name = 'Cognito_Subject') =>
      send(
        new AdminDisableProviderForUserCommand({
          UserPoolId,
          User: { ProviderName, ProviderAttributeName: name, ProviderAttributeValue },
        }),
      ),
    async identitiesOf(Username: string): Promise<object[]> {
      const { UserAttributes = [] } = await send(new AdminGetUserCommand({ UserPoolId, Username }));
      const identities = UserAttributes.find(({ Name }) => Name === 'identities')?.Value;
      return identities ? (JSON.parse(identities) as object[]) : [];
    },
  };
}

describe('identities of providers', () => {
  it('are linked to a user, shown and unlinked', async () => {
    await using tenant = await startWithProviders();
    await tenant.link('alex', 'Google', '1090');
    await tenant.link('alex', 'Google', '1090');
    await tenant.link('alex', 'acme-oidc', 'alex@acme.example', 'email');
    expect(await tenant.identitiesOf('alex')).toMatchObject([
      { userId: '1090', providerName: 'Google', providerType: 'Google', issuer: null, primary: false },
      { userId: 'alex@acme.example', providerName: 'acme-oidc', providerType: 'OIDC' },
    ]);
    const { AuthenticationResult } = await tenant.signIn('alex');
    expect(claimsOf(AuthenticationResult?.IdToken).identities).toMatchObject([
      { userId: '1090', primary: 'false', dateCreated: expect.stringMatching(/^\d{13}$/) },
      { providerName: 'acme-oidc' },
    ]);
    await tenant.unlink('Google', '1090');
    expect(await tenant.identitiesOf('alex')).toHaveLength(1);
    await tenant.unlink('acme-oidc', 'alex@acme.example', 'email');
    expect(await tenant.identitiesOf('alex')).toEqual([]);
    await expect(tenant.unlink('Google', '1090')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('belong to one user, five at most', async () => {
    await using tenant = await startWithProviders();
    await tenant.link('alex', 'Google', '0');
    await expect(tenant.link('bo', 'Google', '0')).rejects.toMatchObject({ name: 'AliasExistsException' });
    for (const subject of ['1', '2', '3', '4']) await tenant.link('alex', 'Google', subject);
    await expect(tenant.link('alex', 'Google', '5')).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await tenant.link('bo', 'Google', '5');
  });

  it('are of a provider and for a user that the pool knows', async () => {
    await using tenant = await startWithProviders();
    await expect(tenant.link('alex', 'Elsewhere', '1')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(tenant.link('nobody', 'Google', '1')).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(tenant.link('alex', 'Google', 'a@x.example', 'email')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(tenant.link('alex', 'Cognito', 'bo')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are not merged with a profile of their own', async () => {
    await using tenant = await startWithProviders();
    await tenant.addUser('Google_1090');
    await expect(tenant.link('alex', 'Google', '1090')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Merging is not currently supported'),
    });
  });

  it('of the pool itself are the password, which can be taken away', async () => {
    await using tenant = await startWithProviders();
    await tenant.unlink('Cognito', 'alex');
    await expect(tenant.signIn('alex')).rejects.toThrow('Incorrect username or password.');
    await expect(tenant.unlink('Cognito', 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

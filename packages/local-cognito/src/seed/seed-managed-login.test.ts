import { join } from 'node:path';
import {
  DescribeIdentityProviderCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  ListIdentityProvidersCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createVisitor } from '../testing/visitor.ts';
import type { SeedDocument } from './seed-schema.ts';

const UserPoolId = 'us-east-1_acmeLocal';
const ClientId = '1webclient';
const callback = 'http://localhost:3000/callback';

type Pool = SeedDocument['pools'][number];

/** A pool with a domain, a client with a callback and, of each protocol, a provider that a fake stands for. */
function seedOf({
  client = {},
  ...pool
}: Partial<Pool> & { client?: Partial<NonNullable<Pool['clients']>[number]> } = {}): SeedDocument {
  const people = [{ subject: '00u1gita', email: 'gita@globex.example', name: 'Gita Globex' }];
  return {
    fakeProviders: [
      { name: 'globex', displayName: 'Globex Workforce', protocol: 'oidc', people },
      { name: 'initech', displayName: 'Initech', protocol: 'saml', people },
    ],
    pools: [
      {
        id: UserPoolId,
        name: 'acme',
        domain: 'acme-local',
        identityProviders: [
          { name: 'Globex', fake: 'globex' },
          { name: 'Initech', fake: 'initech', settings: { AttributeMapping: { nickname: 'given_name' } } },
        ],
        clients: [
          {
            id: ClientId,
            name: 'web',
            settings: {
              AllowedOAuthFlowsUserPoolClient: true,
              AllowedOAuthFlows: ['code'],
              AllowedOAuthScopes: ['openid', 'email'],
              CallbackURLs: [callback],
              SupportedIdentityProviders: ['COGNITO', 'Globex', 'Initech'],
            },
            ...client,
          },
        ],
        ...pool,
      },
    ],
  };
}

const describeStyle = new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId });

describe('a seed with a domain', () => {
  it.each(['Globex', 'Initech'])('is all that a sign-in through %s needs', async (name) => {
    await using cognito = await startWithSdk({ seed: seedOf() });
    const [page] = cognito.server.signInPages;
    expect(page).toMatchObject({ userPoolId: UserPoolId, clientId: ClientId, clientName: 'web' });
    const visitor = createVisitor({ until: callback });
    const { status, body } = await visitor.open(page?.url ?? '');
    expect(status).toBe(200);
    const href = new RegExp(`href="([^"]*identity_provider=${name}[^"]*)"`).exec(body)?.[1] ?? '';
    const choice = await visitor.open(new URL(href.replaceAll('&amp;', '&'), page?.url).href);
    expect(choice.body).toContain('Gita Globex');
    let arrived = await visitor.submit(choice, { subject: '00u1gita' });
    // SAML hands its response over by a form.
    if (arrived.status !== 0) arrived = await visitor.submit(arrived);
    expect(arrived.url.href).toMatch(/^http:\/\/localhost:3000\/callback\?code=/);
  });

  it('fills in what a fake provider is registered with; the seed’s own members stand above', async () => {
    await using cognito = await startWithSdk({ seed: seedOf() });
    const describeProvider = async (ProviderName: string) =>
      (await cognito.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName })))
        .IdentityProvider;
    const base = `${cognito.server.endpoint}/_local/providers`;
    expect(await describeProvider('Globex')).toMatchObject({
      ProviderType: 'OIDC',
      ProviderDetails: { oidc_issuer: `${base}/globex`, client_id: 'globex-client' },
      AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
    });
    expect(await describeProvider('Initech')).toMatchObject({
      ProviderType: 'SAML',
      ProviderDetails: { MetadataURL: `${base}/initech/metadata` },
      AttributeMapping: { email: 'email', name: 'name', nickname: 'given_name' },
    });
  });

  it('changes nothing when applied again, but the address of its fake providers', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'cognito.db');
    const Settings = { components: { form: { borderRadius: 3 } } };
    {
      await using cognito = await startWithSdk({ seed: seedOf(), data });
      const { ManagedLoginBranding: style } = await cognito.send(describeStyle);
      expect(style?.UseCognitoProvidedValues).toBe(true);
      const { ManagedLoginBrandingId } = style ?? {};
      await cognito.send(
        new UpdateManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, Settings }),
      );
    }
    await using cognito = await startWithSdk({ seed: seedOf(), data });
    const { Providers } = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId }));
    expect(Providers?.map(({ ProviderName }) => ProviderName).sort()).toEqual(['Globex', 'Initech']);
    expect((await cognito.send(describeStyle)).ManagedLoginBranding?.Settings).toEqual(Settings);
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.Domain).toBe('acme-local');
    const { IdentityProvider } = await cognito.send(
      new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Globex' }),
    );
    expect(IdentityProvider?.ProviderDetails?.oidc_issuer).toBe(
      `${cognito.server.endpoint}/_local/providers/globex`,
    );
  });

  it('brings an existing pool to another domain and style, and to none', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'cognito.db');
    await (await startWithSdk({ seed: seedOf(), data }))[Symbol.asyncDispose]();
    const Settings = { components: { form: { borderRadius: 5 } } };
    {
      const domain = { prefix: 'acme-other', managedLoginVersion: 1 };
      const seed = seedOf({ domain, client: { branding: { Settings } } });
      await using cognito = await startWithSdk({ seed, data });
      const find = async (Domain: string) =>
        (await cognito.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;
      expect((await find('acme-local'))?.UserPoolId).toBeUndefined();
      expect(await find('acme-other')).toMatchObject({ UserPoolId, ManagedLoginVersion: 1 });
      expect((await cognito.send(describeStyle)).ManagedLoginBranding?.Settings).toEqual(Settings);
    }
    await using cognito = await startWithSdk({ seed: seedOf({ client: { branding: false } }), data });
    await expect(cognito.send(describeStyle)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(cognito.server.signInPages).toEqual([]);
  });

  it('refuses to make an OIDC provider of a SAML one', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'cognito.db');
    await (await startWithSdk({ seed: seedOf(), data }))[Symbol.asyncDispose]();
    const identityProviders = [{ name: 'Initech', fake: 'globex' }];
    await expect(startWithSdk({ seed: seedOf({ identityProviders }), data })).rejects.toThrow(
      'pools[0].identityProviders[0]: The existing identity provider Initech is SAML and cannot become OIDC',
    );
  });

  it('takes fake providers of the options too', async () => {
    const { fakeProviders = [], pools } = seedOf();
    await using cognito = await startWithSdk({ seed: { pools }, fakeProviders });
    expect(cognito.server.signInPages).toHaveLength(1);
  });
});

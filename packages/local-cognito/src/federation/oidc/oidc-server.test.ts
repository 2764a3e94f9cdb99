import { describe, expect, it } from 'vitest';
import type { Cognito } from '../../cognito.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { openStore } from '../../storage/open-store.ts';
import { beginTrace } from '../trace.ts';
import { findOidcServer } from './oidc-server.ts';

/** Looks for a provider whose discovery document, wherever it is, has these members. */
async function find(issuer: string, document: object) {
  const clock = Date.now;
  const store = openStore({ file: ':memory:', clock });
  const fetch = async () => Response.json({ issuer, ...document });
  const about = { poolId: 'p', clientId: 'c', providerName: 'Globex', providerType: 'OIDC' } as const;
  const provider = {
    ProviderName: 'Globex',
    ProviderType: 'OIDC',
    ProviderDetails: { oidc_issuer: issuer, client_id: 'cohabit' },
  } as unknown as IdentityProvider;
  try {
    return await findOidcServer(
      { store, clock, fetch } as unknown as Cognito,
      provider,
      beginTrace({ store, clock }, about),
    );
  } finally {
    store.close();
  }
}

const endpoints = {
  authorization_endpoint: 'https://idp.example/authorize',
  token_endpoint: 'https://idp.example/token',
  jwks_uri: 'https://idp.example/jwks',
};

describe('a discovery document', () => {
  it('is that of the issuer, with or without a slash at its end', async () => {
    const issuer = 'https://idp.example/';
    const { metadata } = await find('https://idp.example', { ...endpoints, issuer });
    expect(metadata.issuer).toBe(issuer);
  });

  it('never stands for every tenant of a provider, as Entra’s common one does', async () => {
    const issuer = 'https://login.microsoftonline.com/{tenantid}/v2.0';
    await expect(
      find('https://login.microsoftonline.com/common/v2.0', { ...endpoints, issuer }),
    ).rejects.toMatchObject({
      message: 'The OpenID configuration of the identity provider is not valid.',
      text: expect.stringContaining('{tenantid}'),
    });
  });

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])('names its %s', async (name) => {
    await expect(find('https://idp.example', { ...endpoints, [name]: undefined })).rejects.toMatchObject({
      text: expect.stringContaining(name),
    });
  });

  it.each(['http://idp.example/authorize', 'javascript:alert(1)'])(
    'sends nobody to %s',
    async (authorization_endpoint) => {
      await expect(
        find('https://idp.example', { ...endpoints, authorization_endpoint }),
      ).rejects.toMatchObject({ text: expect.stringContaining('not reached by https') });
    },
  );

  it('may offer algorithms that are not accepted, and then they are not', async () => {
    const { metadata } = await find('https://idp.example', {
      ...endpoints,
      id_token_signing_alg_values_supported: ['none', 'HS256', 'ES256'],
    });
    expect(metadata.id_token_signing_alg_values_supported).toEqual(['ES256']);
  });
});

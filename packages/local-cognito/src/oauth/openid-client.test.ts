import { CreateResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider';
import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { callback, startDomain } from '../testing/domain.ts';

type Domain = Awaited<ReturnType<typeof startDomain>>;

/** The library knows the issuer and its own client id; all else it reads from the discovery document. */
const discover = (
  { endpoint, userPoolId }: Domain,
  { id, secret }: { id: string; secret: string },
  authentication?: oidc.ClientAuth,
) =>
  oidc.discovery(
    new URL(`${endpoint}/${userPoolId}`),
    id,
    secret === '' ? undefined : secret,
    authentication,
    {
      execute: [oidc.allowInsecureRequests],
    },
  );

/** Follows the authorization address as a browser in which alex signs in. */
async function visit(domain: Domain, address: URL): Promise<URL> {
  const query = Object.fromEntries(address.searchParams);
  return new URL((await domain.signIn('alex', { query })).location);
}

describe('openid-client', () => {
  it('signs in with code, PKCE, state and nonce, asks who it is, refreshes, revokes and logs out', async () => {
    await using domain = await startDomain({ startAt: Date.now() });
    const config = await discover(domain, domain.client, oidc.None());
    const verifier = oidc.randomPKCECodeVerifier();
    const checks = { expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid email',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    expect(`${address.origin}${address.pathname}`).toBe(`${domain.base}/oauth2/authorize`);
    const tokens = await oidc.authorizationCodeGrant(config, await visit(domain, address), {
      ...checks,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const { sub = '' } = tokens.claims() ?? {};
    expect(sub).toBe(domain.sub);
    const user = await oidc.fetchUserInfo(config, tokens.access_token, sub);
    expect(user).toMatchObject({ email: 'alex@acme.example', username: 'alex' });
    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe(sub);
    await oidc.tokenRevocation(config, tokens.refresh_token ?? '');
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const end = oidc.buildEndSessionUrl(config, { logout_uri: 'https://app.acme.example/bye' });
    const out = await domain.get(`/logout${end.search}`);
    expect(out.location).toBe('https://app.acme.example/bye');
  });

  it.each([
    ['client_secret_basic', (secret: string) => oidc.ClientSecretBasic(secret)],
    ['client_secret_post', (secret: string) => oidc.ClientSecretPost(secret)],
  ])('authenticates a confidential client by %s', async (_how, authenticationWith) => {
    await using domain = await startDomain({ startAt: Date.now() });
    const client = await domain.addClient({ ClientSecret: 'a+secret+of+more+than+24+characters' });
    const secret = 'a+secret+of+more+than+24+characters';
    const config = await discover(domain, { ...client, secret }, authenticationWith(secret));
    const address = oidc.buildAuthorizationUrl(config, { redirect_uri: callback, scope: 'openid' });
    const tokens = await oidc.authorizationCodeGrant(config, await visit(domain, address));
    expect(tokens.claims()?.aud).toBe(client.id);
  });

  it('gets a machine’s token by client credentials', async () => {
    await using domain = await startDomain({ startAt: Date.now() });
    await domain.send(
      new CreateResourceServerCommand({
        UserPoolId: domain.userPoolId,
        Identifier: 'files',
        Name: 'Files',
        Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read files' }],
      }),
    );
    const machine = await domain.addClient({
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['files/read'],
    });
    const config = await discover(domain, machine);
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'files/read' });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  });

  it('hears what went wrong', async () => {
    await using domain = await startDomain({ startAt: Date.now() });
    const config = await discover(domain, domain.client, oidc.None());
    const address = new URL(`${callback}?error=login_required&error_description=x`);
    await expect(oidc.authorizationCodeGrant(config, address)).rejects.toMatchObject({
      error: 'login_required',
    });
    const made = new URL(`${callback}?code=00000000-0000-4000-8000-000000000000`);
    await expect(oidc.authorizationCodeGrant(config, made)).rejects.toMatchObject({
      error: 'invalid_grant',
      error_description: 'The authorization code is unknown.',
    });
  });
});

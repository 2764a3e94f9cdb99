import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../testing/tenant-pool.ts';
import { callback, startFederatedPool } from '../testing/federated-pool.ts';

describe('a sign-in through an OpenID Connect provider', () => {
  it('gives the app a code, and the profile what was mapped', async () => {
    await using pool = await startFederatedPool();
    const { location, code, state } = await pool.signIn();
    expect(location).toContain(callback);
    expect({ code, state }).toEqual({ code: expect.any(String), state: 'of-the-app' });
    expect(await pool.user('Globex_ada-1815')).toMatchObject({
      UserStatus: 'EXTERNAL_PROVIDER',
      attributes: { email: 'ada@globex.example', email_verified: 'false', name: 'Ada Lovelace' },
    });
  });

  it('always sends PKCE and a nonce, and the secret in the form', async () => {
    await using pool = await startFederatedPool();
    await pool.signIn();
    const [authorize] = pool.idp.requestsTo('/authorize');
    expect(authorize?.parameters).toEqual({
      response_type: 'code',
      client_id: 'cohabit',
      redirect_uri: `${pool.base}/oauth2/idpresponse`,
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    const [token] = pool.idp.requestsTo('/token');
    expect(token).toMatchObject({
      method: 'POST',
      agent: 'Amazon/Cognito',
      parameters: {
        client_id: 'cohabit',
        client_secret: pool.idp.details.client_secret,
        code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
  });

  it('passes on whom the app expects and what it asks for', async () => {
    await using pool = await startFederatedPool({
      pool: { AcrConfiguration: { Level3: { AcrValue: 'strong' } } },
      provider: { AcrMapping: { Level3: 'urn:globex:mfa' } },
    });
    pool.idp.conduct.idToken = (claims) => ({ ...claims, acr: 'urn:globex:mfa' });
    const { id_token } = await pool.signIn({
      login_hint: 'ada@globex.example',
      prompt: 'login',
      acr_values: 'strong',
      response_type: 'token',
    });
    const [authorize] = pool.idp.requestsTo('/authorize');
    expect(authorize?.parameters).toMatchObject({
      login_hint: 'ada@globex.example',
      prompt: 'login',
      acr_values: 'urn:globex:mfa',
    });
    expect(claimsOf(id_token)).toMatchObject({ acr: 'strong', 'cognito:username': 'Globex_ada-1815' });
  });

  it('takes claims of the ID token before those of the user info', async () => {
    await using pool = await startFederatedPool();
    pool.idp.conduct.userInfo = (claims) => ({ ...claims, email: 'other@globex.example', name: 'Ada K.' });
    pool.idp.conduct.idToken = ({ name: _, ...claims }) => claims;
    await pool.signIn();
    const { attributes } = await pool.user('Globex_ada-1815');
    expect(attributes).toMatchObject({ email: 'ada@globex.example', name: 'Ada K.' });
  });

  it.each(['GET', 'POST'])('asks for the user info by %s', async (method) => {
    await using pool = await startFederatedPool();
    await pool.addProvider({
      ProviderName: 'Other',
      ProviderDetails: { ...pool.idp.details, attributes_request_method: method },
    });
    const { clientId } = await pool.addAppClient({ SupportedIdentityProviders: ['Other'] });
    await pool.signIn({ identity_provider: 'Other', client_id: clientId });
    expect(pool.idp.requestsTo('/userinfo').map((request) => request.method)).toEqual([method]);
  });

  it('maps lists as Cognito writes them, and the tokens themselves', async () => {
    await using pool = await startFederatedPool({
      pool: {
        Schema: ['groups', 'token', 'boss'].map((Name) => ({
          Name,
          AttributeDataType: 'String',
          Mutable: true,
          StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
        })),
      },
      provider: {
        AttributeMapping: {
          'custom:groups': 'groups',
          'custom:token': 'access_token',
          'custom:boss': 'manager',
        },
      },
    });
    Object.assign(pool.idp.person, { groups: ['R&D', 'all staff'], manager: { name: 'Grace' } });
    await pool.signIn();
    const { attributes } = await pool.user('Globex_ada-1815');
    expect(attributes).toMatchObject({
      'custom:groups': '%5BR%26D%2C+all+staff%5D',
      'custom:token': 'provider-access-token',
      'custom:boss': '{"name":"Grace"}',
    });
  });

  it.each(['ES256', 'client-secret'] as const)('accepts an ID token signed by %s', async (signature) => {
    await using pool = await startFederatedPool();
    pool.idp.conduct.signature = signature;
    expect(await pool.signIn()).toMatchObject({ code: expect.any(String) });
  });

  it('checks the claims of a token that the client secret signs, like those of any other', async () => {
    await using pool = await startFederatedPool();
    pool.idp.conduct.signature = 'client-secret';
    pool.idp.conduct.idToken = (claims) => ({ ...claims, nonce: 'of-another-sign-in' });
    expect(await pool.signIn()).toMatchObject({ error_description: 'Bad id_token' });
  });

  it('works with a public client', async () => {
    await using pool = await startFederatedPool({ clientSecret: '' });
    expect(await pool.signIn()).toMatchObject({ code: expect.any(String) });
    expect(pool.idp.requestsTo('/token')[0]?.parameters).not.toHaveProperty('client_secret');
  });

  it('forgives a clock that is half a minute late', async () => {
    await using pool = await startFederatedPool();
    pool.idp.conduct.idToken = (claims) => ({ ...claims, exp: Number(claims.iat) - 20 });
    expect(await pool.signIn()).toMatchObject({ code: expect.any(String) });
  });

  it('needs no discovery where the endpoints stand in the settings', async () => {
    await using pool = await startFederatedPool();
    const { issuer, details } = pool.idp;
    await pool.addProvider({
      ProviderName: 'Explicit',
      ProviderDetails: {
        ...details,
        authorize_url: `${issuer}/authorize`,
        token_url: `${issuer}/token`,
        attributes_url: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
      },
    });
    const { clientId } = await pool.addAppClient({ SupportedIdentityProviders: ['Explicit'] });
    const { code } = await pool.signIn({ identity_provider: 'Explicit', client_id: clientId });
    expect(code).toEqual(expect.any(String));
    expect(pool.idp.requestsTo('/.well-known/openid-configuration')).toEqual([]);
  });

  it('reads a discovery document again after a minute', async () => {
    await using pool = await startFederatedPool();
    const reads = () => pool.idp.requestsTo('/.well-known/openid-configuration').length;
    await pool.signIn();
    await pool.visitProvider({ prompt: 'login' });
    expect(reads()).toBe(1);
    pool.advance(60_000);
    await pool.visitProvider({ prompt: 'login' });
    expect(reads()).toBe(2);
  });

  it('takes the answer as a form from another site too', async () => {
    await using pool = await startFederatedPool();
    const answer = new URL(await pool.visitProvider());
    const form = Object.fromEntries(answer.searchParams);
    const bounced = await pool.browser.go(`${pool.base}/oauth2/idpresponse`, { form, isCrossSite: true });
    expect(bounced).toMatchObject({ status: 303, cookies: [] });
    const { location } = await pool.browser.go(bounced.location);
    expect(new URL(location).searchParams.get('code')).toEqual(expect.any(String));
  });

  it.each([
    ['access_denied', 'access_denied'],
    ['login_required', 'login_required'],
    ['temporarily_unavailable', 'invalid_request'],
  ])('tells the app that the provider said %s', async (said, error) => {
    await using pool = await startFederatedPool();
    pool.idp.conduct.error = said;
    expect(await pool.signIn()).toMatchObject({ error, error_description: said });
    const [trace] = await pool.traces();
    expect(trace?.outcome?.text).toContain(`did not sign the person in: ${said}`);
  });

  it('tells the app when the provider cannot be read', async () => {
    await using pool = await startFederatedPool();
    await pool.idp[Symbol.asyncDispose]();
    expect(await pool.signIn()).toMatchObject({
      error: 'invalid_request',
      error_description: 'Unable to contact well-known endpoint',
      state: 'of-the-app',
    });
    const [trace] = await pool.traces();
    expect(trace?.outcome?.text).toMatch(/discovery document was not read\. localhost:\d+ cannot be reached/);
  });
});

import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startFederatedPool } from '../testing/federated-pool.ts';
import type { Conduct } from '../testing/oidc-provider.ts';

interface Expected {
  /** What the app is told. */
  description: string;
  /** The sentence of the trace. */
  text: RegExp;
}

const seconds = (clock: unknown, by: number) => Number(clock) + by;

/** Signs in with a provider that misbehaves: nobody gets in, and the trace says why. */
async function expectRefusal(conduct: Conduct, { description, text }: Expected) {
  await using pool = await startFederatedPool();
  Object.assign(pool.idp.conduct, conduct);
  const { code, error, error_description, state } = await pool.signIn();
  expect({ code, error, error_description, state }).toEqual({
    code: undefined,
    error: 'invalid_request',
    error_description: description,
    state: 'of-the-app',
  });
  const [trace] = await pool.traces();
  expect(trace?.outcome).toMatchObject({ result: 'refused', text: expect.stringMatching(text) });
  expect(trace?.outcome?.remedy).toMatch(/\w+/);
  const get = new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: 'Globex_ada-1815' });
  await expect(pool.send(get)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  return trace;
}

describe('what an OpenID Connect provider must not get away with', () => {
  it.each<[string, Conduct, Expected]>([
    [
      'an ID token without a signature (alg: none)',
      { signature: 'none' },
      { description: 'Bad id_token', text: /algorithm none/ },
    ],
    [
      'an ID token signed by HMAC with the public key',
      { signature: 'public-key' },
      { description: 'Bad id_token', text: /algorithm HS256/ },
    ],
    [
      'an ID token signed by HMAC with another secret',
      { signature: 'other-secret' },
      { description: 'Bad id_token', text: /algorithm HS256/ },
    ],
    [
      'an ID token that was changed after it was signed',
      { signature: 'tampered' },
      { description: 'Bad id_token signature', text: /signature .* does not fit/ },
    ],
    [
      "an ID token signed with somebody else's key under the provider's kid",
      { signature: 'other-key' },
      { description: 'Bad id_token signature', text: /signature .* does not fit/ },
    ],
    [
      'an ID token signed with a key that is not in its JWKS',
      { signature: 'unknown-key' },
      { description: 'Bad id_token', text: /key elsewhere, which is not among/ },
    ],
    [
      'an ID token of another issuer',
      { idToken: (claims) => ({ ...claims, iss: 'https://idp.initech.example' }) },
      { description: 'Bad id_token issuer', text: /issuer https:\/\/idp\.initech\.example/ },
    ],
    [
      'an ID token for another client',
      { idToken: (claims) => ({ ...claims, aud: 'somebody-else' }) },
      { description: 'Bad id_token audience', text: /client somebody-else, and ours is cohabit/ },
    ],
    [
      'an ID token for several clients that was issued to another one',
      { idToken: (claims) => ({ ...claims, aud: ['cohabit', 'other'], azp: 'other' }) },
      { description: 'Bad id_token audience', text: /client other/ },
    ],
    [
      'an ID token with the nonce of another sign-in',
      { idToken: (claims) => ({ ...claims, nonce: 'of-another-sign-in' }) },
      { description: 'Bad id_token', text: /nonce .* answers another request/ },
    ],
    [
      'an ID token without a nonce',
      { idToken: ({ nonce: _, ...claims }) => claims },
      { description: 'Bad id_token', text: /nonce/ },
    ],
    [
      'an ID token that has expired',
      { idToken: (claims) => ({ ...claims, exp: seconds(claims.iat, -31) }) },
      { description: 'Bad id_token', text: /time exp/ },
    ],
    [
      'an ID token that is not valid yet',
      { idToken: (claims) => ({ ...claims, nbf: seconds(claims.iat, 60) }) },
      { description: 'Bad id_token', text: /time nbf/ },
    ],
    [
      'an ID token from the future',
      { idToken: (claims) => ({ ...claims, iat: seconds(claims.iat, 60) }) },
      { description: 'Bad id_token', text: /was issued at .* only/ },
    ],
    [
      'an answer without an ID token',
      { tokenBody: ({ id_token: _, ...body }) => body },
      { description: 'Globex Error - invalid response', text: /does not allow/ },
    ],
    [
      'user info about somebody else than the ID token',
      { userInfo: (claims) => ({ ...claims, sub: 'grace-1906' }) },
      { description: 'Bad user info', text: /somebody else/ },
    ],
    [
      'an answer that names another issuer (mix-up, RFC 9207)',
      { answer: (parameters) => parameters.set('iss', 'https://idp.initech.example') },
      { description: 'Invalid response from identity provider', text: /another issuer/ },
    ],
    [
      'an answer that does not say who sent it, though the provider promised to',
      { answer: (parameters) => parameters.delete('iss') },
      { description: 'Invalid response from identity provider', text: /does not say who sent it/ },
    ],
    [
      'a discovery document of another issuer',
      { discovery: (document) => ({ ...document, issuer: 'https://idp.initech.example' }) },
      {
        description: 'The OpenID configuration of the identity provider is not valid.',
        text: /another issuer/,
      },
    ],
    [
      'a sign-in page that is no web page',
      { discovery: (document) => ({ ...document, authorization_endpoint: 'javascript:alert(1)' }) },
      {
        description: 'The OpenID configuration of the identity provider is not valid.',
        text: /not reached by https/,
      },
    ],
    [
      'a token endpoint at an internal address',
      { discovery: (document) => ({ ...document, token_endpoint: 'https://169.254.169.254/token' }) },
      {
        description: 'Globex Error - The token endpoint cannot be reached',
        text: /169\.254\.169\.254 .* private or link-local/,
      },
    ],
    [
      'keys at an internal address',
      { discovery: (document) => ({ ...document, jwks_uri: 'https://10.0.0.1/jwks' }) },
      {
        description: 'Globex Error - The key set (jwks_uri) cannot be reached',
        text: /10\.0\.0\.1 .* private or link-local/,
      },
    ],
    [
      'user info at an address without https',
      { discovery: (document) => ({ ...document, userinfo_endpoint: 'http://idp.example/me' }) },
      {
        description: 'Globex Error - The user info endpoint cannot be reached',
        text: /reached by https/,
      },
    ],
    [
      'a token endpoint that redirects the client secret elsewhere',
      { token: (response) => response.writeHead(307, { location: 'https://evil.example/' }).end() },
      {
        description: 'Globex Error - The token endpoint cannot be reached',
        text: /not followed/,
      },
    ],
    [
      'an answer of the token endpoint that is too long',
      { token: (response) => response.writeHead(200).end(Buffer.alloc(1024 * 1024 + 1, ' ')) },
      {
        description: 'Globex Error - The token endpoint cannot be reached',
        text: /longer than 1 MiB/,
      },
    ],
  ])('is %s', async (_what, conduct, expected) => {
    await expectRefusal(conduct, expected);
  });

  it('is a code of another sign-in: PKCE binds it to the browser that began', async () => {
    await using pool = await startFederatedPool();
    const stolen = new URL(await pool.visitProvider());
    const own = new URL(await pool.visitProvider());
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    const { location } = await pool.browser.go(own.href);
    expect(new URL(location).searchParams.get('error_description')).toBe(
      'Globex Error - 400 error getting token',
    );
  });

  it('is a token endpoint that never answers', async () => {
    await using pool = await startFederatedPool();
    pool.idp.conduct.token = () => {};
    expect(await pool.signIn()).toMatchObject({
      error: 'invalid_request',
      error_description: 'Timeout occurred in calling IdP token endpoint',
    });
  }, 10_000);
});

import { createVerify, X509Certificate } from 'node:crypto';
import {
  CreateIdentityProviderCommand,
  GetSigningCertificateCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createSamlIdp } from '../../testing/saml-idp.ts';
import { callback, readRequest, type SamlPool, startSamlPool } from '../../testing/saml-pool.ts';

const invalid = (reason: string) => `Invalid SAML response received: ${reason}`;
const appAnswer = (location: string) => Object.fromEntries(new URL(location).searchParams);
const deadEnd = (saml: SamlPool, reason: string, client = saml.client.id) =>
  `${saml.pool.base}/error?error=${reason}${client && `&client_id=${client}`}`;

describe('a sign-in through a SAML provider', () => {
  it('begins with an AuthnRequest by redirect', async () => {
    await using saml = await startSamlPool();
    const { status, url, root, relayState, requestId, cookies } = await saml.begin(saml.newBrowser());
    expect(status).toBe(302);
    expect(`${url.origin}${url.pathname}`).toBe(saml.idp.ssoUrl);
    expect(root.nodeName).toBe('samlp:AuthnRequest');
    expect(root.getAttribute('Destination')).toBe(saml.idp.ssoUrl);
    expect(root.getAttribute('AssertionConsumerServiceURL')).toBe(saml.recipient);
    expect(root.getAttribute('ForceAuthn')).toBe('');
    expect(root.textContent).toBe(saml.audience);
    expect(requestId).toMatch(/^_[\w-]{36}$/);
    expect(relayState).toMatch(/^[\w-]{43}$/);
    expect(url.searchParams.has('Signature')).toBe(false);
    expect(cookies.join()).toContain('HttpOnly');
  });

  it('signs the request with the certificate of the pool, over the query as it is sent', async () => {
    await using saml = await startSamlPool({ details: { RequestSigningAlgorithm: 'rsa-sha256' } });
    const { url, root } = await saml.begin(saml.newBrowser(), { prompt: 'login' });
    expect(root.getAttribute('ForceAuthn')).toBe('true');
    const [signed = '', signature = ''] = url.search.slice(1).split('&Signature=');
    expect(signed).toMatch(/^SAMLRequest=[^&]+&RelayState=[^&]+&SigAlg=[^&]+rsa-sha256$/);
    const { Certificate = '' } = await saml.send(
      new GetSigningCertificateCommand({ UserPoolId: saml.pool.userPoolId }),
    );
    const { publicKey } = new X509Certificate(Buffer.from(Certificate, 'base64'));
    const verify = createVerify('RSA-SHA256').update(signed);
    expect(verify.verify(publicKey, decodeURIComponent(signature), 'base64')).toBe(true);
  });

  it('ends at the app with a code, for a new user with the mapped attributes', async () => {
    await using saml = await startSamlPool();
    const { status, location, posted } = await saml.signIn();
    expect(posted.status).toBe(303);
    expect(status).toBe(302);
    expect(location.startsWith(`${callback}?`)).toBe(true);
    const { code = '', state } = appAnswer(location);
    expect(state).toBe('app-state');
    const { body } = await saml.pool.redeem(code, { client_id: saml.client.id });
    const claims = JSON.parse(Buffer.from(body.id_token?.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      email: 'ada@acme.example',
      identities: [{ providerName: 'AcmeSaml', providerType: 'SAML', issuer: saml.idp.entityId }],
    });
    expect(claims['cognito:username'].toLowerCase()).toBe('acmesaml_ada@acme.example');
    expect(saml.latestTrace()).toMatchObject({
      outcome: { result: 'signed-in' },
      steps: expect.arrayContaining([
        expect.objectContaining({ name: 'request' }),
        expect.objectContaining({ name: 'response' }),
        expect.objectContaining({ name: 'claims' }),
      ]),
    });
    expect(JSON.stringify(saml.latestTrace())).not.toContain('ada@acme.example');
  });

  it('takes encrypted assertions, for a certificate that the provider is shown', async () => {
    await using saml = await startSamlPool({ details: { EncryptedResponses: 'true' } });
    const { IdentityProvider } = await saml.send(
      new UpdateIdentityProviderCommand({ UserPoolId: saml.pool.userPoolId, ProviderName: 'AcmeSaml' }),
    );
    const encryptFor = IdentityProvider?.ProviderDetails?.ActiveEncryptionCertificate;
    expect(appAnswer((await saml.signIn({ encryptFor })).location)).toHaveProperty('code');
    expect(appAnswer((await saml.signIn()).location).error_description).toBe(
      invalid('the assertion is not encrypted.'),
    );
  });

  it('tells the app in the words of Cognito what was wrong, and the trace how to mend it', async () => {
    await using saml = await startSamlPool();
    const { location } = await saml.signIn({ audience: 'urn:other' });
    expect(appAnswer(location)).toEqual({
      error: 'invalid_request',
      error_description: invalid('Audience restriction was violated.'),
      state: 'app-state',
    });
    expect(saml.latestTrace().steps.at(-1)).toMatchObject({
      name: 'response',
      facts: { Issuer: saml.idp.entityId, Destination: saml.recipient },
    });
    expect(saml.latestTrace().outcome).toEqual({
      result: 'refused',
      text: `The assertion is for the audience urn:other, but this user pool is ${saml.audience}.`,
      remedy: `Set the audience (entity id of the service provider) at the identity provider to ${saml.audience}.`,
    });
  });

  it('refuses a response that was used before', async () => {
    await using saml = await startSamlPool();
    const browser = saml.newBrowser();
    const first = await saml.begin(browser);
    const response = await saml.idp.respond(saml.knobsFor(first.requestId));
    const posted = await saml.post(browser, response, first.relayState);
    // Twice before the browser goes on is a double click.
    expect((await saml.post(browser, response, first.relayState)).location).toBe(posted.location);
    expect(appAnswer((await browser.go(posted.location)).location)).toHaveProperty('code');
    expect((await saml.post(browser, response, first.relayState)).location).toBe(
      deadEnd(saml, 'unsolicited', ''),
    );
    expect((await browser.go(posted.location)).location).toBe(deadEnd(saml, 'unsolicited', ''));
    const second = await saml.begin(browser, { prompt: 'login' });
    const again = await saml.post(browser, response, second.relayState);
    expect(appAnswer((await browser.go(again.location)).location).error_description).toBe(
      invalid('InResponseTo does not match the request.'),
    );
  });

  it('goes on only in the browser that began it (login CSRF)', async () => {
    await using saml = await startSamlPool();
    const attacker = saml.newBrowser();
    const { requestId, relayState } = await saml.begin(attacker);
    const victim = saml.newBrowser();
    await saml.begin(victim);
    const posted = await saml.post(victim, await saml.idp.respond(saml.knobsFor(requestId)), relayState);
    expect((await victim.go(posted.location)).location).toBe(deadEnd(saml, 'expired'));
    expect((await saml.newBrowser().go(posted.location)).location).toBe(deadEnd(saml, 'expired'));
  });

  it('goes on only in the browser that posted the response: a link to the provider signs nobody else in', async () => {
    await using saml = await startSamlPool();
    const attacker = saml.newBrowser();
    const { requestId, relayState } = await saml.begin(attacker);
    // The victim was sent the address of the attacker's request, and is signed in at the provider.
    const response = await saml.idp.respond(saml.knobsFor(requestId));
    await saml.post(saml.newBrowser(), response, relayState);
    for (const query of [{ state: relayState }, { state: relayState, response: '' }]) {
      const address = `${saml.pool.base}/saml2/continue?${new URLSearchParams(query)}`;
      const { location } = await attacker.go(address);
      expect(Object.fromEntries(new URL(location).searchParams)).toMatchObject({ error: 'unsolicited' });
    }
  });

  it('is answered once where the same response is posted twice at the same moment', async () => {
    await using saml = await startSamlPool();
    const browser = saml.newBrowser();
    const { requestId, relayState } = await saml.begin(browser);
    const response = await saml.idp.respond(saml.knobsFor(requestId));
    const posts = await Promise.all([1, 2, 3].map(() => saml.post(browser, response, relayState)));
    expect(new Set(posts.map(({ location }) => location)).size).toBe(1);
    const answers = await Promise.all(posts.map(({ location }) => browser.go(location)));
    expect(answers.filter(({ location }) => 'code' in appAnswer(location))).toHaveLength(1);
  });

  it('has to come back within five minutes', async () => {
    await using saml = await startSamlPool();
    const browser = saml.newBrowser();
    const { requestId, relayState } = await saml.begin(browser);
    saml.advance(5 * 60_000);
    const posted = await saml.post(browser, await saml.idp.respond(saml.knobsFor(requestId)), relayState);
    expect(posted.location).toBe(deadEnd(saml, 'expired'));
  });

  it.each([
    ['none', ''],
    ['one that nobody was given', 'A'.repeat(43)],
  ])('refuses a RelayState that is %s, and leaves a trace of who sent it', async (_, relayState) => {
    await using saml = await startSamlPool();
    const response = await saml.idp.respond(saml.knobsFor(undefined));
    const posted = await saml.post(saml.newBrowser(), response, relayState);
    expect(posted.location).toBe(deadEnd(saml, 'unsolicited', ''));
    expect(saml.latestTrace()).toMatchObject({
      providerName: 'AcmeSaml',
      outcome: {
        result: 'refused',
        text: 'The response is unsolicited: its RelayState belongs to no sign-in that began here within five minutes.',
        remedy: expect.stringContaining('Begin the sign-in at the app'),
      },
    });
  });

  it('does not go on without a response', async () => {
    await using saml = await startSamlPool();
    const browser = saml.newBrowser();
    const { relayState } = await saml.begin(browser);
    const query = new URLSearchParams({ state: relayState });
    const step = await browser.go(`${saml.pool.base}/saml2/continue?${query}`);
    expect(step.location).toBe(deadEnd(saml, 'unsolicited'));
  });

  it('is not taken over by another provider of the pool', async () => {
    await using saml = await startSamlPool();
    const globex = await createSamlIdp({
      entityId: 'https://idp.globex.example/saml',
      certificateFrom: saml.clock() - 86_400_000,
    });
    await saml.addProvider('GlobexSaml', globex);
    const browser = saml.newBrowser();
    const asItself = await saml.begin(browser);
    const ownResponse = await globex.respond(saml.knobsFor(asItself.requestId));
    const posted = await saml.post(browser, ownResponse, asItself.relayState);
    expect(appAnswer((await browser.go(posted.location)).location).error_description).toBe(
      invalid('the issuer of the response is not the identity provider.'),
    );
    const asAcme = await saml.begin(browser);
    const knobs = { ...saml.knobsFor(asAcme.requestId), issuer: saml.idp.entityId };
    const posing = await saml.post(browser, await globex.respond(knobs), asAcme.relayState);
    expect(appAnswer((await browser.go(posing.location)).location).error_description).toBe(
      invalid('SAML Response signature is invalid.'),
    );
  });

  it('is not made of a sign-in that began at an OIDC provider', async () => {
    await using saml = await startSamlPool();
    const at = (path: string) => `https://login.acme.example/${path}`;
    await saml.send(
      new CreateIdentityProviderCommand({
        UserPoolId: saml.pool.userPoolId,
        ProviderName: 'AcmeOidc',
        ProviderType: 'OIDC',
        ProviderDetails: {
          client_id: 'cohabit',
          attributes_request_method: 'GET',
          oidc_issuer: 'https://login.acme.example',
          authorize_scopes: 'openid',
          authorize_url: at('authorize'),
          token_url: at('token'),
          attributes_url: at('user'),
          jwks_uri: at('jwks'),
        },
      }),
    );
    const client = await saml.pool.addClient({ SupportedIdentityProviders: ['AcmeOidc', 'AcmeSaml'] });
    const browser = saml.newBrowser();
    const query = saml.pool.queryOf({ client_id: client.id, identity_provider: 'AcmeOidc' });
    const { location } = await browser.go(`${saml.pool.base}/oauth2/authorize?${query}`);
    const state = new URL(location).searchParams.get('state') ?? '';
    const response = await saml.idp.respond({
      ...saml.knobsFor(undefined),
      issuer: 'https://login.acme.example',
    });
    expect((await saml.post(browser, response, state)).location).toBe(
      deadEnd(saml, 'unsolicited', client.id),
    );
  });

  it('cannot be carried to the domain of another pool', async () => {
    await using saml = await startSamlPool();
    const other = await saml.addPool('globex');
    const browser = saml.newBrowser();
    const { requestId, relayState } = await saml.begin(browser);
    const SAMLResponse = await saml.idp.respond(saml.knobsFor(requestId));
    const elsewhere = await browser.go(`${other.base}/saml2/idpresponse`, {
      form: { SAMLResponse, RelayState: relayState },
      isCrossSite: true,
    });
    expect(elsewhere.location).toBe(`${other.base}/error?error=unsolicited`);
  });

  it('ends when the app client loses the provider meanwhile', async () => {
    await using saml = await startSamlPool();
    const browser = saml.newBrowser();
    const { requestId, relayState } = await saml.begin(browser);
    await saml.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: saml.pool.userPoolId,
        ClientId: saml.client.id,
        SupportedIdentityProviders: ['COGNITO'],
        CallbackURLs: [callback],
        AllowedOAuthFlows: ['code'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: ['openid'],
      }),
    );
    const posted = await saml.post(browser, await saml.idp.respond(saml.knobsFor(requestId)), relayState);
    expect(appAnswer((await browser.go(posted.location)).location).error).toBe('invalid_request');
    expect(saml.latestTrace().outcome?.text).toContain('was taken from the app client');
  });

  it('reads requests that a provider can read', async () => {
    await using saml = await startSamlPool();
    const { location } = await saml.begin(saml.newBrowser(), { state: '"><x>&' });
    expect(readRequest(location).xml).not.toContain('<x>');
  });
});
